-- Builds the metactl table from the functions of the host. These cannot raise or yield: each returns RETURN, WAIT or RAISE
-- before its values. Runs once in each new Lua state and returns the function that turns an error into text.
local host, types, null = ...

local yield, raise, load, tostring, select = coroutine.yield, error, load, tostring, select
local RETURN, WAIT = 0, 1

local function finish(outcome, ...)
    if outcome == RETURN then
        return ...
    elseif outcome == WAIT then
        return yield()
    end
    raise((...), 0)
end

-- A function that may wait. Its traces are those of the reference: a chunk named ?, and in its third line a call to 'poll'.
local function waiting(poll)
    return load([[
local poll, finish = poll, finish

return finish(poll(...))]], "?", "t", { poll = poll, finish = finish })
end

-- A function that returns at once.
local function direct(call)
    return function(...)
        return finish(call(...))
    end
end

metactl = { NULL = null }
for _, name in ipairs({ "new_grpc_client", "new_admin_client", "spawn", "now_ms", "session" }) do
    if host[name] then
        metactl[name] = direct(host[name])
    end
end
metactl.sleep = waiting(host.sleep)

for name, metatable in pairs(types) do
    local methods = {}
    for full, poll in pairs(host) do
        local type_name, method = full:match("^(.-)%.(.+)$")
        if type_name == name then
            methods[method] = waiting(poll)
        end
    end
    metatable.__index = methods
end

-- A script may exit; the host then ends the Java process in order.
os.exit = direct(host.exit)

-- Standard output is a stream of the host; Lua's own print would bypass it.
local out = io.stdout
local write, flush = out.write, out.flush
function print(...)
    for i = 1, select("#", ...) do
        if i > 1 then
            write(out, "\t")
        end
        write(out, (tostring((select(i, ...)))))
    end
    write(out, "\n")
    flush(out)
end

-- Native libraries cannot be loaded, as in the reference program.
package.loadlib = nil
package.cpath = ""
package.searchers[4] = nil
package.searchers[3] = nil

return tostring
