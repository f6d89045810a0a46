// Columns at the left: the name, and on wide screens start and finish.

export function columns({ words }, width) {
  const name = { name: "text", label: words?.name ?? "", tree: true, width: "*", resize: true };
  if (width < 640) return [name];
  const date = (field, label) => ({ name: field, label, align: "right", width: 62, template: (task) => short(task.shown[field]) });
  return [name, date("start", words?.start ?? ""), date("finish", words?.finish ?? "")];
}

const short = (day) => (day ? day.slice(5) : "");
