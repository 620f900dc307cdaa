-- The part of the metactl table that needs no service. Runs once in each new Lua state.
local metactl = metactl
local NULL = metactl.NULL
local byte, char, format = string.byte, string.char, string.format
local concat, sort = table.concat, table.sort
local floor, type, tostring, pairs = math.floor, type, tostring, pairs

local LARGEST_BYTES = 1048576

local ESCAPES = {
    [8] = "\\b", [9] = "\\t", [10] = "\\n", [12] = "\\f", [13] = "\\r", [34] = '\\"', [92] = "\\\\",
}
for code = 0, 255 do
    if not ESCAPES[code] then
        local plain = code >= 32 and code <= 126
        ESCAPES[code] = plain and char(code) or format("\\x%02X", code)
    end
end

local function quote(text)
    return '"' .. text:gsub(".", function(c) return ESCAPES[byte(c)] end) .. '"'
end

local function is_byte(value)
    return type(value) == "number" and value == floor(value) and value >= 0 and value <= 255
end

-- The text of an array of bytes; nil for any other table.
local function bytes_text(value)
    local highest, count = 0, 0
    for key, item in pairs(value) do
        if type(key) ~= "number" or key ~= floor(key) or key < 1 or not is_byte(item) then
            return nil
        end
        count = count + 1
        if key > highest then
            highest = key
        end
    end
    if count == 0 or count ~= highest then
        return nil
    end
    if highest > LARGEST_BYTES then
        return quote("<bytes vector too large: " .. highest .. " bytes>")
    end
    local parts = {}
    for index = 1, highest do
        parts[index] = char(value[index])
    end
    return quote(concat(parts))
end

-- Numbers before strings; a table with any other key keeps the order of pairs.
local function ordered_keys(value)
    local keys, sortable = {}, true
    for key in pairs(value) do
        keys[#keys + 1] = key
        sortable = sortable and (type(key) == "string" or type(key) == "number")
    end
    if sortable then
        sort(keys, function(a, b)
            if type(a) == type(b) then
                return a < b
            end
            return type(a) == "number"
        end)
    end
    return keys
end

local to_string

local function table_text(value)
    local parts = {}
    for _, key in ipairs(ordered_keys(value)) do
        local item = value[key]
        if item ~= nil and item ~= NULL then
            local name = type(key) == "string" and quote(key) or "[" .. tostring(key) .. "]"
            parts[#parts + 1] = name .. "=" .. to_string(item)
        end
    end
    return "{" .. concat(parts, ",") .. "}"
end

function to_string(value)
    if value == NULL then
        return "NULL"
    end
    local kind = type(value)
    if kind == "nil" or kind == "boolean" or kind == "number" then
        return tostring(value)
    elseif kind == "string" then
        return quote(value)
    elseif kind == "table" then
        return bytes_text(value) or table_text(value)
    end
    return "<" .. kind .. ">"
end

metactl.to_string = to_string

function metactl.eq_seq(key, seq)
    return { op = "eq_seq", key = key, value = seq }
end

function metactl.ge_seq(key, seq)
    return { op = "ge_seq", key = key, value = seq }
end

function metactl.eq_value(key, value)
    return { op = "eq_value", key = key, value = value }
end

function metactl.put_op(key, value, ttl)
    return { op = "put", key = key, value = value, ttl = ttl }
end

function metactl.get_op(key)
    return { op = "get", key = key }
end

function metactl.delete_op(key)
    return { op = "delete", key = key }
end

function metactl.new_txn(conditions, then_ops, else_ops)
    local function or_empty(list)
        if list == nil then
            return {}
        end
        return list
    end
    return { conditions = or_empty(conditions), ["then"] = or_empty(then_ops), ["else"] = or_empty(else_ops) }
end
