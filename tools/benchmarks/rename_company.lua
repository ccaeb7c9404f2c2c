-- For wrk: each request gives the company another name, so that each is an event.
local count = 0
wrk.method = "PUT"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["If-Match"] = "*"

function request()
  count = count + 1
  return wrk.format(nil, nil, nil, '{"name":"Company ' .. count .. '"}')
end
