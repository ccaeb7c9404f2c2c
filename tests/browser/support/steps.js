import {test} from 'node:test';

/** Tests of which each builds on those before it: after a failure the rest would only wait in vain. */
export function sequence() {
  let broken = null;
  return (name, run) => test(name, async (context) => {
    if (broken) return context.skip(`needs: ${broken}`);
    broken = name;
    await run();
    broken = null;
  });
}
