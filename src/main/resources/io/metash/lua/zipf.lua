-- ZipfGenerator: maps a uniform sample to an index whose frequency falls off as a power, without a table of weights.
-- The continuous distribution on [1, num_keys] with density t^-alpha is inverted; alpha = 1 is the limit of the formula.
local ZipfGenerator = {}
ZipfGenerator.__index = ZipfGenerator

function ZipfGenerator:new(num_keys, alpha)
    local made = setmetatable({ num_keys = num_keys or 1000, alpha = alpha or 1.0 }, self)
    made.log_uniform = made.alpha == 1.0
    if not made.log_uniform then
        local power = 1.0 - made.alpha
        made.q_inv = 1.0 / power
        made.a_pow_q = 1.0
        made.span = made.num_keys ^ power - 1.0
    end
    return made
end

function ZipfGenerator:generate_key_index(x)
    local t
    if self.log_uniform then
        t = self.num_keys ^ x
    else
        t = (self.a_pow_q + x * self.span) ^ self.q_inv
    end
    return math.floor(t + 0.5)
end

metactl.ZipfGenerator = ZipfGenerator
