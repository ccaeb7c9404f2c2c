/** What the pretended server refuses with. */
export class Refusal extends Error {
  constructor(status, code, title, {detail = '', field = '', message = 98} = {}) {
    super(title);
    this.problem = {type: 'about:blank', title, status, detail, code, message, field, instance: '1-1'};
  }
}

export const not_found = () => new Refusal(404, 'not_found', 'there is nothing of this id', {message: 19});

export function find(rows, id, of = (row) => row.id) {
  const row = rows.find((one) => of(one) === id);
  if (!row) throw not_found();
  return row;
}
