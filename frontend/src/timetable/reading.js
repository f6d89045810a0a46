// Rows by windows: the page brings the first, further ones are asked for when they come near; each only once.

export function rowReader(data, arrived, lost) {
  const windows = new Map([[0, data.start]]);
  const asked = new Set([0]);
  const steps = new Map();

  async function read(number) {
    asked.add(number);
    try {
      const answer = await fetch(data.rowsUrl + number * data.window);
      if (!answer.ok) throw new Error(answer.statusText);
      windows.set(number, (await answer.json()).rows);
      arrived();
    } catch {
      asked.delete(number);
      lost();
    }
  }

  return {
    /** The bar of a row, null while it is on its way. */
    row: (n) => windows.get(Math.floor(n / data.window))?.[n % data.window] ?? null,
    want(first, last) {
      for (let n = Math.floor(first / data.window); n <= Math.floor(last / data.window); n++) {
        if (n * data.window < data.rows && !asked.has(n)) read(n);
      }
    },
    async steps(id) {
      if (!steps.has(id)) {
        const answer = await fetch(data.stepsUrl + id);
        if (!answer.ok) return [];
        steps.set(id, (await answer.json()).steps);
      }
      return steps.get(id);
    },
  };
}
