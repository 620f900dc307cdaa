# Compares the figures of two runs of scripts/bench, one NAME<tab>MULTIPLE per line: reports figures that are more than 10 % worse in
# the second run, and those that it lacks. usage: awk -F '\t' -f bench-compare.awk LAST THIS
NR == FNR { last[$1] = $2; names[++n] = $1; next }
{ now[$1] = $2 }
END {
  for (i = 1; i <= n; i++) {
    name = names[i]
    if (!(name in now)) print "  not measured: " name
    else if (now[name] > 1.1 * last[name]) printf "  worse: %s, %.2f then, %.2f now\n", name, last[name], now[name]
    else continue
    reported++
  }
  if (!reported) print "  nothing is more than 10 % worse"
}
