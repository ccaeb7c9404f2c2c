import {get_all} from '../../lib/all_pages.js';
import {useObservable} from '../../lib/observable.js';
import {useResource} from '../../lib/resource.js';
import {session} from '../../lib/session.js';

const by_name = (groups) => new Map(groups.map(({id, name}) => [id, name]));
const with_names = (groups) => ({groups, name_of: (id) => by_name(groups).get(id)});

function useAll(wanted) {
  const {data} = useResource(wanted ? '/user-groups' : null, {read: get_all, follow: ['user_group-']});
  return (data?.items ?? []).map(({id, settings: {name}}) => ({id, name}));
}

/** The user groups that one is told of: {groups: [{id, name}, …], name_of(id)}; none while they load. */
export const useGroups = () => with_names(useAll(true));

/** The user groups whose services one sees, likewise. */
export function useOwnGroups() {
  const {role, groups} = useObservable(session);
  const all = useAll(role === 'auditor');
  return with_names(role === 'auditor' ? all : groups);
}
