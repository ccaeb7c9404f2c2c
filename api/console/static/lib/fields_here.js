const plain = {type: 'text', text: 'free', choices: [], when: [], kinds: [], nullable: false};

/** A description, like those of the API, of few fields that the console names itself: [{path, label, …}, …]. */
export const fields_here = (...fields) => ({fields: fields.map((field) => ({...plain, slot: field.path, ...field}))});
