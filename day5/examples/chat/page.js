/** The page of the room: it shows each message as it comes, and sends what is typed. */

const list = document.querySelector("#messages");
const state = document.querySelector("#state");

const source = new EventSource("messages");
source.addEventListener("open", () => {
  state.textContent = "connected";
});
source.addEventListener("error", () => {
  state.textContent = "cut off; trying again";
});
source.addEventListener("message", ({ data }) => {
  const { name, text } = JSON.parse(data);
  const item = document.createElement("li");
  item.textContent = `${name}: ${text}`;
  list.append(item);
});

document.querySelector("#say").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { name, text } = event.currentTarget.elements;
  await fetch("messages", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: name.value, text: text.value }),
  });
  text.value = "";
});
