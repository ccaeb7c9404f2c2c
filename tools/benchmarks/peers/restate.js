// A handler of three durable steps on a Restate server, called by as many clients as are in flight:
//   restate.js ADMIN_PORT INGRESS_PORT IN_FLIGHT SECONDS
"use strict";
const http = require("node:http");
const http2 = require("node:http2");
// The SDK wants Node 22; Debian has an older one.
Promise.withResolvers ??= function () {
  let resolve, reject;
  const promise = new Promise((a, b) => { resolve = a; reject = b; });
  return { promise, resolve, reject };
};
const restate = require("@restatedev/restate-sdk");
const { keepInFlight } = require("./lanes.js");

const service = restate.service({
  name: "job",
  handlers: {
    steps: async context => {
      for (const step of ["first", "second", "third"]) await context.run(step, () => step);
    },
  },
});

/// The body of a request that must succeed.
function post(port, path, body, agent) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port, path, method: "POST", agent, headers: { "content-type": "application/json" } },
      answer => {
        const fine = answer.statusCode >= 200 && answer.statusCode < 300;
        answer.resume().on("end", () => fine ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)));
      });
    request.on("error", reject);
    request.end(JSON.stringify(body));
  });
}

async function main(admin, ingress, inFlight, seconds) {
  const server = http2.createServer(restate.createEndpointHandler({ services: [service] }));
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  await post(admin, "/deployments", { uri: `http://127.0.0.1:${server.address().port}` });
  const agent = new http.Agent({ keepAlive: true, maxSockets: inFlight });
  const call = () => post(ingress, "/job/steps", {}, agent);
  await call();
  console.log(JSON.stringify(await keepInFlight(inFlight, seconds, call)));
  process.exit(0);
}

main(...process.argv.slice(2).map(Number)).catch(error => {
  console.error(error.message);
  process.exit(1);
});
