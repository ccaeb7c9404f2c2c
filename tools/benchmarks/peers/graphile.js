// graphile-worker on PostgreSQL: graphile.js SOCKET_FOLDER IN_FLIGHT SECONDS
"use strict";
const { EventEmitter } = require("node:events");
const { Pool } = require("pg");
const { Logger, makeWorkerUtils, run } = require("graphile-worker");
const { keepInFlight, Awaited } = require("./lanes.js");

async function main(host, inFlight, seconds) {
  const pgPool = new Pool({ host, user: "postgres", database: "postgres", max: inFlight + 10 });
  for (const event of ["error", "connect"]) pgPool.on(event, () => {});
  const logger = new Logger(() => () => {});
  const utils = await makeWorkerUtils({ pgPool, logger });
  await utils.migrate();
  const awaited = new Awaited();
  const events = new EventEmitter();
  events.on("job:complete", ({ job }) => awaited.ended(job.payload.number));
  await run({
    pgPool, logger, events, concurrency: inFlight, noHandleSignals: true, pollInterval: 2000,
    taskList: { job: async payload => awaited.started(payload.number) },
  });
  const one = start => awaited.run(start, number => utils.addJob("job", { number }));
  console.log(JSON.stringify(await keepInFlight(inFlight, seconds, one)));
  process.exit(0);
}

main(process.argv[2], Number(process.argv[3]), Number(process.argv[4])).catch(error => {
  console.error(error.message);
  process.exit(1);
});
