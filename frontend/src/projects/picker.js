// select[data-picker]: type a part of the name, its pinyin or initials. The select stays and is what is sent.
import { each } from "../shared/on.js";

const MOST = 50;

class Picker {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].map((option) => ({
      value: option.value,
      label: option.label,
      keys: `${option.label} ${option.dataset.keys ?? ""}`.toLowerCase(),
    }));
    this.at = -1;
    this.build();
    this.showChosen();
  }

  build() {
    const { select } = this;
    this.box = element("div", "picker");
    this.input = element("input", select.className.replace("form-select", "form-control form-select"));
    this.list = element("ul", "picker-list");
    const id = `${select.id}_list`;
    Object.assign(this.list, { id, hidden: true, role: "listbox" });
    Object.assign(this.input, { type: "text", autocomplete: "off", id: select.id, role: "combobox" });
    set(this.input, { "aria-controls": id, "aria-expanded": "false", "aria-autocomplete": "list" });
    const described = select.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    select.id = `${select.id}_value`;
    select.hidden = true;
    select.after(this.box);
    this.box.append(this.input, this.list);
    this.listen();
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => this.open(""));
    input.addEventListener("input", () => this.open(input.value));
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.leave());
    // before the input loses the focus
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li[data-value]");
      event.preventDefault();
      if (item) this.choose(item.dataset.value);
    });
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.open("");
      this.mark(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      const item = this.items()[Math.max(this.at, 0)];
      if (item) this.choose(item.dataset.value);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
      this.showChosen();
    }
  }

  open(typed) {
    const wanted = typed.trim().toLowerCase();
    const found = this.options.filter(({ keys }) => keys.includes(wanted)).slice(0, MOST);
    this.list.replaceChildren(...found.map((option, at) => this.item(option, at)));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.at = -1;
    if (wanted) this.mark(0);
  }

  item({ value, label }, at) {
    const item = element("li", value === this.select.value ? "is-chosen" : "");
    Object.assign(item, { id: `${this.list.id}_${at}`, role: "option", textContent: label });
    item.dataset.value = value;
    item.setAttribute("aria-selected", String(value === this.select.value));
    return item;
  }

  mark(at) {
    const items = this.items();
    if (!items.length) return;
    this.at = Math.min(Math.max(at, 0), items.length - 1);
    items.forEach((item, n) => item.classList.toggle("is-marked", n === this.at));
    items[this.at].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", items[this.at].id);
  }

  choose(value) {
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
    this.showChosen();
  }

  // a name typed out in full counts as chosen; an emptied box as none
  leave() {
    if (this.list.hidden && this.input.value === this.chosen()) return;
    const typed = this.input.value.trim();
    const exact = this.options.find(({ label }) => label === typed);
    if (!typed) this.choose("");
    else if (exact) this.choose(exact.value);
    this.close();
    this.showChosen();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  showChosen() {
    this.input.value = this.select.value ? this.chosen() : "";
    this.input.placeholder = this.options.find(({ value }) => !value)?.label ?? "";
  }

  chosen() {
    return this.select.selectedOptions[0]?.label ?? "";
  }

  items() {
    return [...this.list.querySelectorAll("li")];
  }
}

function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function set(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
}

// at the end: it runs at once, and a class does not exist before its line
each("select[data-picker]", (select) => {
  if (select.dataset.picker === "ready") return;
  select.dataset.picker = "ready";
  new Picker(select);
});
