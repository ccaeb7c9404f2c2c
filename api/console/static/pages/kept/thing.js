/** Streams whose records change things of the kind: sites are part of the company's. */
export const streams_of = ({word}) => [word === 'site' ? 'company' : `${word}-`];
