/** The page of a room: it shows what the others say, and comes back by itself with what had no receipt. */

const list = document.querySelector("#messages");
const state = document.querySelector("#state");
const room = encodeURIComponent(location.hash.slice(1) || "hall");

/** Said, and not yet received by the server. */
const pending = new Map();
let count = 0;
let socket = null;

function show(name, text) {
  const item = document.createElement("li");
  item.textContent = `${name}: ${text}`;
  list.append(item);
}

function connect() {
  const url = new URL(`rooms/${room}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.hash = "";
  socket = new WebSocket(url);
  socket.addEventListener("open", () => {
    state.textContent = `in the room ${decodeURIComponent(room)}`;
    for (const message of pending.values()) socket.send(JSON.stringify(message));
  });
  socket.addEventListener("message", ({ data }) => {
    const { received, name, text } = JSON.parse(data);
    if (received === undefined) show(name, text);
    else pending.delete(received);
  });
  socket.addEventListener("close", () => {
    state.textContent = "cut off; trying again";
    setTimeout(connect, 1_000);
  });
}

document.querySelector("#say").addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, text } = event.currentTarget.elements;
  count += 1;
  const message = { id: count, name: name.value, text: text.value };
  pending.set(count, message);
  show(name.value, text.value);
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  text.value = "";
});

connect();
