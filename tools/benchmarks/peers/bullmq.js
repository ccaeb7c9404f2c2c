// BullMQ on Redis: bullmq.js SOCKET IN_FLIGHT SECONDS
"use strict";
const { Queue, Worker } = require("bullmq");
const { keepInFlight, Awaited } = require("./lanes.js");

async function main(path, inFlight, seconds) {
  const connection = { path, maxRetriesPerRequest: null };
  const queue = new Queue("jobs", { connection });
  const awaited = new Awaited();
  const worker = new Worker("jobs", async job => awaited.started(job.data.number), { connection, concurrency: inFlight });
  worker.on("completed", job => awaited.ended(job.data.number));
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  const one = start => awaited.run(start, number => queue.add("job", { number }));
  console.log(JSON.stringify(await keepInFlight(inFlight, seconds, one)));
  process.exit(0);
}

main(process.argv[2], Number(process.argv[3]), Number(process.argv[4])).catch(error => {
  console.error(error.message);
  process.exit(1);
});
