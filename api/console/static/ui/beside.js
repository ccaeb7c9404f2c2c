const gap = 4;
const least_room = 240;

/** Puts `list` below the element `at`, or above it where there is more room: fixed in the window, as boxes that scroll
 * cut off what leaves them. */
export function put_beside(list, at) {
  const {top, bottom, left, right} = at.getBoundingClientRect();
  const [above, below] = [top - 2 * gap, innerHeight - bottom - 2 * gap];
  const upwards = below < least_room && above > below;
  const from_right = right > innerWidth / 2 && left > innerWidth / 2;
  Object.assign(list.style, {
    top: upwards ? 'auto' : `${bottom + gap}px`, bottom: upwards ? `${innerHeight - top + gap}px` : 'auto',
    left: from_right ? 'auto' : `${left}px`, right: from_right ? `${document.documentElement.clientWidth - right}px` : 'auto',
    maxHeight: `${upwards ? above : below}px`,
  });
}
