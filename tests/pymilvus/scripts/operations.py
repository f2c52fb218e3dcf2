"""Users, roles, resource groups, replicas and segments, as both APIs have them. For servers only."""

import sys

from vectorm import Collection, MilvusClient, Role, connections, utility

URI = sys.argv[1]
NAME = "congruence_operations"

client = MilvusClient(uri=URI, token="root:Milvus")  # whoever grants has a name
connections.connect(uri=URI, token="root:Milvus")

print("1. users and roles")
client.create_user("congruence_u", "secret1")
client.update_password("congruence_u", "secret1", "secret2")
print(sorted(client.list_users()), client.describe_user("congruence_u"), client.describe_user("congruence_none"))
client.create_role("congruence_r")
client.grant_role("congruence_u", "congruence_r")
client.grant_privilege("congruence_r", "Collection", "Search", "*")
print(client.describe_role("congruence_r"), sorted(client.list_roles()))
role = Role("congruence_r")
print(role.name, role.is_exist(), Role("congruence_none").is_exist(), role.get_users())
print(role.list_grants(), role.list_grant("Collection", "*"))
print(utility.list_user("congruence_u", include_role_info=True))
print(utility.list_user("congruence_u", include_role_info=False).groups[0].username)
print(sorted(item.role_name for item in utility.list_roles(include_user_info=False).groups))
role.revoke("Collection", "*", "Search")
role.remove_user("congruence_u")
role.drop()
client.drop_user("congruence_u")
print(utility.list_usernames(), sorted(client.list_roles()))

print("2. resource groups")
client.create_resource_group("congruence_g")
print(client.describe_resource_group("congruence_g"), sorted(utility.list_resource_groups()))
client.drop_resource_group("congruence_g")

print("3. replicas, segments, compactions")
client.create_collection(NAME, dimension=2, consistency_level="Strong")
client.insert(NAME, [{"id": i, "vector": [0.0, float(i)]} for i in range(10)])
client.flush(NAME)
(replica,) = client.describe_replica(NAME)
print(replica.group_nodes, replica.resource_group, replica.num_outbound_node, replica.shards[0].shard_leader)
(group,) = Collection(NAME).get_replicas().groups
print(group.id == replica.id, group.shards[0].channel_name == replica.shards[0].channel_name)
for segment in client.list_persistent_segments(NAME):
    print(segment.num_rows, segment.state, segment.state_name, segment.level, segment.level_name, segment.is_sorted)
client.release_collection(NAME)
client.load_collection(NAME)
for info in client.list_loaded_segments(NAME):
    print(info.num_rows, info.state, info.level_name, info.index_name, info.node_ids)
for seen in utility.get_query_segment_info(NAME):
    print(seen.num_rows, seen.state == 3, list(seen.nodeIds))
plans = client.get_compaction_plans(1)
print(plans, plans.plans)
print(utility.list_bulk_insert_tasks(collection_name=NAME))
client.drop_collection(NAME)
