/**
 * What a name is, beside the name: under the mouse, and for keys once the button "Types" of a block has made stops of its
 * names. Escape hides it. Called by site.ts.
 */
export function showTypes(): void {
  const tip = document.createElement("div");
  tip.id = "type-of-name";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown: HTMLElement | null = null;

  const show = (name: HTMLElement) => {
    hide();
    shown = name;
    tip.textContent = name.dataset.type ?? "";
    tip.hidden = false;
    name.setAttribute("aria-describedby", tip.id);
    const { left, top, bottom } = name.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const above = top - height - 6;
    tip.style.left = `${Math.max(4, Math.min(left, innerWidth - width - 4))}px`;
    tip.style.top = `${above > 60 ? above : bottom + 6}px`;
  };
  const hide = () => {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  };
  const nameAt = (target: EventTarget | null) =>
    target instanceof HTMLElement && target.dataset.type !== undefined ? target : null;

  for (const [come, go] of [
    ["mouseover", "mouseout"],
    ["focusin", "focusout"],
  ]) {
    addEventListener(come as string, ({ target }) => {
      const name = nameAt(target);
      if (name !== null) show(name);
    });
    addEventListener(go as string, ({ target }) => {
      if (nameAt(target) !== null) hide();
    });
  }
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });

  for (const button of document.querySelectorAll<HTMLElement>("button.types")) {
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      for (const name of button.closest("figure")?.querySelectorAll<HTMLElement>("[data-type]") ?? []) {
        if (isOn) name.tabIndex = 0;
        else name.removeAttribute("tabindex");
        // A stop needs a role, to be told as one.
        if (isOn) name.setAttribute("role", "note");
        else name.removeAttribute("role");
      }
    });
  }
}
