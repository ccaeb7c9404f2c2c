import {command, etag_of, settled} from '../../lib/http.js';

/** Says which groups a user is in, all of them. */
export async function change_groups({id, version}, groups) {
  await settled((await command('PUT', `/users/${id}/groups`, {body: {groups}, etag: etag_of(version)})).position);
}
