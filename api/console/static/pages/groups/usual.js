/** The id of the group that services and people are in where nobody says otherwise: the description of services has it. */
export const usual_group = ({fields}) => fields.find(({path}) => path === 'group')?.default;
