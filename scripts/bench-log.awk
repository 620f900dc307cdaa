# An export whose log of 100,000 entries precedes its snapshot: 50,000 keys, each written twice.
BEGIN { n = 100000; half = n / 2
  id = "{\"leader_id\":{\"term\":1,\"node_id\":0},\"index\":"
  value = "[120"; for (i = 0; i < 200; i++) value = value ",120"; value = value "]"
  print "[\"header\",{\"DataHeader\":{\"key\":\"header\",\"value\":{\"version\":\"V004\"}}}]"
  print "[\"raft_log\",{\"NodeId\":0}]"
  print "[\"raft_log\",{\"Vote\":{\"leader_id\":{\"term\":1,\"node_id\":0},\"committed\":true}}]"
  print "[\"raft_log\",{\"Committed\":" id n "}}]"
  print "[\"raft_log\",{\"Purged\":" id "0}}]"
  for (i = 1; i <= n; i++)
    printf "[\"raft_log\",{\"LogEntry\":{\"log_id\":%s%d},\"payload\":{\"Normal\":{\"time_ms\":1700000%06d,\"cmd\":{\"UpsertKV\":{\"key\":\"bench/%06d\",\"seq\":\"Any\",\"value\":{\"Update\":%s},\"value_meta\":null}}}}}}]\n", id, i, i, i % half, value
  print "[\"state_machine/0\",{\"Sequences\":{\"key\":\"generic-kv\",\"value\":" n "}}]"
  print "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastApplied\",\"value\":{\"LogId\":" id n "}}}}]"
  print "[\"state_machine/0\",{\"StateMachineMeta\":{\"key\":\"LastMembership\",\"value\":{\"Membership\":{\"log_id\":" id "0},\"membership\":{\"configs\":[[0]],\"nodes\":{\"0\":{}}}}}}}]"
  print "[\"state_machine/0\",{\"Nodes\":{\"key\":0,\"value\":{\"name\":\"0\",\"endpoint\":{\"addr\":\"localhost\",\"port\":28103},\"grpc_api_advertise_address\":null}}}]"
  for (i = 0; i < half; i++)
    printf "[\"state_machine/0\",{\"GenericKV\":{\"key\":\"bench/%06d\",\"value\":{\"seq\":%d,\"meta\":{\"proposed_at_ms\":1700000%06d},\"data\":%s}}}]\n", i, half + (i == 0 ? half : i), half + (i == 0 ? half : i), value }
