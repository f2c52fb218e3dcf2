"""Generated from proto/ by tools/compile_proto.py. Do not edit."""

from collections.abc import Iterable, Mapping

from google.protobuf.internal.containers import (
    MessageMap,
    RepeatedCompositeFieldContainer,
    RepeatedScalarFieldContainer,
    ScalarMap,
)
from google.protobuf.message import Message
from typing_extensions import Literal, TypeAlias


# vectorm/wire/common.proto

class ClientInfo(Message):
    sdk_type: str
    sdk_version: str
    local_time: str
    user: str
    host: str
    @property
    def reserved(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        sdk_type: str | None = ...,
        sdk_version: str | None = ...,
        local_time: str | None = ...,
        user: str | None = ...,
        host: str | None = ...,
        reserved: Mapping[str, str] = ...,
    ) -> None: ...

class Status(Message):
    error_code: int
    reason: str
    code: int
    retriable: bool
    detail: str
    @property
    def extra_info(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        error_code: int | None = ...,
        reason: str | None = ...,
        code: int | None = ...,
        retriable: bool | None = ...,
        detail: str | None = ...,
        extra_info: Mapping[str, str] = ...,
    ) -> None: ...

class ServerInfo(Message):
    build_tags: str
    build_time: str
    git_commit: str
    go_version: str
    deploy_mode: str
    @property
    def reserved(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        build_tags: str | None = ...,
        build_time: str | None = ...,
        git_commit: str | None = ...,
        go_version: str | None = ...,
        deploy_mode: str | None = ...,
        reserved: Mapping[str, str] = ...,
    ) -> None: ...

class KeyValuePair(Message):
    key: str
    value: str
    def __init__(
        self,
        *,
        key: str | None = ...,
        value: str | None = ...,
    ) -> None: ...

class BoolResponse(Message):
    @property
    def status(self) -> Status: ...
    value: bool
    def __init__(
        self,
        *,
        status: Status | None = ...,
        value: bool | None = ...,
    ) -> None: ...

class KeyDataPair(Message):
    key: str
    data: bytes
    def __init__(
        self,
        *,
        key: str | None = ...,
        data: bytes | None = ...,
    ) -> None: ...

class Highlighter(Message):
    type: int
    @property
    def params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        type: int | None = ...,
        params: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class SearchAggregationSpec(Message):
    @property
    def fields(self) -> RepeatedScalarFieldContainer[str]: ...
    size: int
    @property
    def metrics(self) -> MessageMap[str, MetricAggSpec]: ...
    @property
    def order(self) -> RepeatedCompositeFieldContainer[OrderSpec]: ...
    @property
    def top_hits(self) -> TopHitsSpec: ...
    @property
    def sub_aggregation(self) -> SearchAggregationSpec: ...
    search_size: int
    def __init__(
        self,
        *,
        fields: Iterable[str] = ...,
        size: int | None = ...,
        metrics: Mapping[str, MetricAggSpec] = ...,
        order: Iterable[OrderSpec] = ...,
        top_hits: TopHitsSpec | None = ...,
        sub_aggregation: SearchAggregationSpec | None = ...,
        search_size: int | None = ...,
    ) -> None: ...

class OrderSpec(Message):
    key: str
    direction: str
    null_first: bool
    def __init__(
        self,
        *,
        key: str | None = ...,
        direction: str | None = ...,
        null_first: bool | None = ...,
    ) -> None: ...

class TopHitsSpec(Message):
    size: int
    @property
    def sort(self) -> RepeatedCompositeFieldContainer[SortSpec]: ...
    def __init__(
        self,
        *,
        size: int | None = ...,
        sort: Iterable[SortSpec] = ...,
    ) -> None: ...

class SortSpec(Message):
    field_name: str
    direction: str
    null_first: bool
    def __init__(
        self,
        *,
        field_name: str | None = ...,
        direction: str | None = ...,
        null_first: bool | None = ...,
    ) -> None: ...

class MetricAggSpec(Message):
    op: str
    field_name: str
    def __init__(
        self,
        *,
        op: str | None = ...,
        field_name: str | None = ...,
    ) -> None: ...

class HighlightResult(Message):
    field_name: str
    @property
    def datas(self) -> RepeatedCompositeFieldContainer[HighlightData]: ...
    def __init__(
        self,
        *,
        field_name: str | None = ...,
        datas: Iterable[HighlightData] = ...,
    ) -> None: ...

class HighlightData(Message):
    @property
    def fragments(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def scores(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        fragments: Iterable[str] = ...,
        scores: Iterable[float] = ...,
    ) -> None: ...

class MsgPosition(Message):
    channel_name: str
    msgID: bytes
    msgGroup: str
    timestamp: int
    WAL_name: int
    def __init__(
        self,
        *,
        channel_name: str | None = ...,
        msgID: bytes | None = ...,
        msgGroup: str | None = ...,
        timestamp: int | None = ...,
        WAL_name: int | None = ...,
    ) -> None: ...

class ImmutableMessage(Message):
    @property
    def id(self) -> MessageID: ...
    payload: bytes
    @property
    def properties(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        id: MessageID | None = ...,
        payload: bytes | None = ...,
        properties: Mapping[str, str] = ...,
    ) -> None: ...

class MessageID(Message):
    id: str
    WAL_name: int
    def __init__(
        self,
        *,
        id: str | None = ...,
        WAL_name: int | None = ...,
    ) -> None: ...

# vectorm/wire/access.proto

class CreateCredentialRequest(Message):
    username: str
    password: str
    created_utc_timestamps: int
    modified_utc_timestamps: int
    description: str
    def __init__(
        self,
        *,
        username: str | None = ...,
        password: str | None = ...,
        created_utc_timestamps: int | None = ...,
        modified_utc_timestamps: int | None = ...,
        description: str | None = ...,
    ) -> None: ...

class UpdateCredentialRequest(Message):
    username: str
    oldPassword: str
    newPassword: str
    created_utc_timestamps: int
    modified_utc_timestamps: int
    description: str
    def __init__(
        self,
        *,
        username: str | None = ...,
        oldPassword: str | None = ...,
        newPassword: str | None = ...,
        created_utc_timestamps: int | None = ...,
        modified_utc_timestamps: int | None = ...,
        description: str | None = ...,
    ) -> None: ...

class DeleteCredentialRequest(Message):
    username: str
    def __init__(
        self,
        *,
        username: str | None = ...,
    ) -> None: ...

class ListCredUsersRequest(Message):
    def __init__(self) -> None: ...

class ListCredUsersResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def usernames(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        usernames: Iterable[str] = ...,
    ) -> None: ...

class RoleEntity(Message):
    name: str
    description: str
    def __init__(
        self,
        *,
        name: str | None = ...,
        description: str | None = ...,
    ) -> None: ...

class UserEntity(Message):
    name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
    ) -> None: ...

class CreateRoleRequest(Message):
    @property
    def entity(self) -> RoleEntity: ...
    def __init__(
        self,
        *,
        entity: RoleEntity | None = ...,
    ) -> None: ...

class AlterRoleRequest(Message):
    role_name: str
    description: str
    def __init__(
        self,
        *,
        role_name: str | None = ...,
        description: str | None = ...,
    ) -> None: ...

class DropRoleRequest(Message):
    role_name: str
    force_drop: bool
    def __init__(
        self,
        *,
        role_name: str | None = ...,
        force_drop: bool | None = ...,
    ) -> None: ...

class OperateUserRoleRequest(Message):
    username: str
    role_name: str
    type: int
    def __init__(
        self,
        *,
        username: str | None = ...,
        role_name: str | None = ...,
        type: int | None = ...,
    ) -> None: ...

class SelectRoleRequest(Message):
    @property
    def role(self) -> RoleEntity: ...
    include_user_info: bool
    def __init__(
        self,
        *,
        role: RoleEntity | None = ...,
        include_user_info: bool | None = ...,
    ) -> None: ...

class RoleResult(Message):
    @property
    def role(self) -> RoleEntity: ...
    @property
    def users(self) -> RepeatedCompositeFieldContainer[UserEntity]: ...
    def __init__(
        self,
        *,
        role: RoleEntity | None = ...,
        users: Iterable[UserEntity] = ...,
    ) -> None: ...

class SelectRoleResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def results(self) -> RepeatedCompositeFieldContainer[RoleResult]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        results: Iterable[RoleResult] = ...,
    ) -> None: ...

class SelectUserRequest(Message):
    @property
    def user(self) -> UserEntity: ...
    include_role_info: bool
    def __init__(
        self,
        *,
        user: UserEntity | None = ...,
        include_role_info: bool | None = ...,
    ) -> None: ...

class UserResult(Message):
    @property
    def user(self) -> UserEntity: ...
    @property
    def roles(self) -> RepeatedCompositeFieldContainer[RoleEntity]: ...
    description: str
    def __init__(
        self,
        *,
        user: UserEntity | None = ...,
        roles: Iterable[RoleEntity] = ...,
        description: str | None = ...,
    ) -> None: ...

class SelectUserResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def results(self) -> RepeatedCompositeFieldContainer[UserResult]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        results: Iterable[UserResult] = ...,
    ) -> None: ...

class ObjectEntity(Message):
    name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
    ) -> None: ...

class PrivilegeEntity(Message):
    name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
    ) -> None: ...

class GrantorEntity(Message):
    @property
    def user(self) -> UserEntity: ...
    @property
    def privilege(self) -> PrivilegeEntity: ...
    def __init__(
        self,
        *,
        user: UserEntity | None = ...,
        privilege: PrivilegeEntity | None = ...,
    ) -> None: ...

class GrantEntity(Message):
    @property
    def role(self) -> RoleEntity: ...
    @property
    def object(self) -> ObjectEntity: ...
    object_name: str
    @property
    def grantor(self) -> GrantorEntity: ...
    db_name: str
    def __init__(
        self,
        *,
        role: RoleEntity | None = ...,
        object: ObjectEntity | None = ...,
        object_name: str | None = ...,
        grantor: GrantorEntity | None = ...,
        db_name: str | None = ...,
    ) -> None: ...

class SelectGrantRequest(Message):
    @property
    def entity(self) -> GrantEntity: ...
    def __init__(
        self,
        *,
        entity: GrantEntity | None = ...,
    ) -> None: ...

class SelectGrantResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def entities(self) -> RepeatedCompositeFieldContainer[GrantEntity]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        entities: Iterable[GrantEntity] = ...,
    ) -> None: ...

class OperatePrivilegeRequest(Message):
    @property
    def entity(self) -> GrantEntity: ...
    type: int
    version: str
    def __init__(
        self,
        *,
        entity: GrantEntity | None = ...,
        type: int | None = ...,
        version: str | None = ...,
    ) -> None: ...

class OperatePrivilegeV2Request(Message):
    @property
    def role(self) -> RoleEntity: ...
    @property
    def grantor(self) -> GrantorEntity: ...
    type: int
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        role: RoleEntity | None = ...,
        grantor: GrantorEntity | None = ...,
        type: int | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class PrivilegeGroupInfo(Message):
    group_name: str
    @property
    def privileges(self) -> RepeatedCompositeFieldContainer[PrivilegeEntity]: ...
    def __init__(
        self,
        *,
        group_name: str | None = ...,
        privileges: Iterable[PrivilegeEntity] = ...,
    ) -> None: ...

class CreatePrivilegeGroupRequest(Message):
    group_name: str
    def __init__(
        self,
        *,
        group_name: str | None = ...,
    ) -> None: ...

class DropPrivilegeGroupRequest(Message):
    group_name: str
    def __init__(
        self,
        *,
        group_name: str | None = ...,
    ) -> None: ...

class ListPrivilegeGroupsRequest(Message):
    def __init__(self) -> None: ...

class ListPrivilegeGroupsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def privilege_groups(self) -> RepeatedCompositeFieldContainer[PrivilegeGroupInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        privilege_groups: Iterable[PrivilegeGroupInfo] = ...,
    ) -> None: ...

class OperatePrivilegeGroupRequest(Message):
    group_name: str
    @property
    def privileges(self) -> RepeatedCompositeFieldContainer[PrivilegeEntity]: ...
    type: int
    def __init__(
        self,
        *,
        group_name: str | None = ...,
        privileges: Iterable[PrivilegeEntity] = ...,
        type: int | None = ...,
    ) -> None: ...

# vectorm/wire/alias.proto

class CreateAliasRequest(Message):
    db_name: str
    collection_name: str
    alias: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        alias: str | None = ...,
    ) -> None: ...

class AlterAliasRequest(Message):
    db_name: str
    collection_name: str
    alias: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        alias: str | None = ...,
    ) -> None: ...

class DropAliasRequest(Message):
    db_name: str
    alias: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        alias: str | None = ...,
    ) -> None: ...

class DescribeAliasRequest(Message):
    db_name: str
    alias: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        alias: str | None = ...,
    ) -> None: ...

class DescribeAliasResponse(Message):
    @property
    def status(self) -> Status: ...
    db_name: str
    alias: str
    collection: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        db_name: str | None = ...,
        alias: str | None = ...,
        collection: str | None = ...,
    ) -> None: ...

class ListAliasesRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class ListAliasesResponse(Message):
    @property
    def status(self) -> Status: ...
    db_name: str
    collection_name: str
    @property
    def aliases(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        aliases: Iterable[str] = ...,
    ) -> None: ...

# vectorm/wire/analyzer.proto

class RunAnalyzerRequest(Message):
    analyzer_params: str
    @property
    def placeholder(self) -> RepeatedScalarFieldContainer[bytes]: ...
    with_detail: bool
    with_hash: bool
    db_name: str
    collection_name: str
    field_name: str
    @property
    def analyzer_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        analyzer_params: str | None = ...,
        placeholder: Iterable[bytes] = ...,
        with_detail: bool | None = ...,
        with_hash: bool | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        analyzer_names: Iterable[str] = ...,
    ) -> None: ...

class RunAnalyzerResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def results(self) -> RepeatedCompositeFieldContainer[AnalyzerResult]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        results: Iterable[AnalyzerResult] = ...,
    ) -> None: ...

class AnalyzerResult(Message):
    @property
    def tokens(self) -> RepeatedCompositeFieldContainer[AnalyzerToken]: ...
    def __init__(
        self,
        *,
        tokens: Iterable[AnalyzerToken] = ...,
    ) -> None: ...

class AnalyzerToken(Message):
    token: str
    start_offset: int
    end_offset: int
    position: int
    position_length: int
    hash: int
    def __init__(
        self,
        *,
        token: str | None = ...,
        start_offset: int | None = ...,
        end_offset: int | None = ...,
        position: int | None = ...,
        position_length: int | None = ...,
        hash: int | None = ...,
    ) -> None: ...

# vectorm/wire/bulk_insert.proto

class ImportRequest(Message):
    collection_name: str
    partition_name: str
    @property
    def channel_names(self) -> RepeatedScalarFieldContainer[str]: ...
    row_based: bool
    @property
    def files(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def options(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    db_name: str
    clustering_info: bytes
    def __init__(
        self,
        *,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
        channel_names: Iterable[str] = ...,
        row_based: bool | None = ...,
        files: Iterable[str] = ...,
        options: Iterable[KeyValuePair] = ...,
        db_name: str | None = ...,
        clustering_info: bytes | None = ...,
    ) -> None: ...

class ImportResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def tasks(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        tasks: Iterable[int] = ...,
    ) -> None: ...

class GetImportStateRequest(Message):
    task: int
    def __init__(
        self,
        *,
        task: int | None = ...,
    ) -> None: ...

class GetImportStateResponse(Message):
    @property
    def status(self) -> Status: ...
    state: int
    row_count: int
    @property
    def id_list(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def infos(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    id: int
    collection_id: int
    @property
    def segment_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    create_ts: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        state: int | None = ...,
        row_count: int | None = ...,
        id_list: Iterable[int] = ...,
        infos: Iterable[KeyValuePair] = ...,
        id: int | None = ...,
        collection_id: int | None = ...,
        segment_ids: Iterable[int] = ...,
        create_ts: int | None = ...,
    ) -> None: ...

class ListImportTasksRequest(Message):
    collection_name: str
    limit: int
    db_name: str
    def __init__(
        self,
        *,
        collection_name: str | None = ...,
        limit: int | None = ...,
        db_name: str | None = ...,
    ) -> None: ...

class ListImportTasksResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def tasks(self) -> RepeatedCompositeFieldContainer[GetImportStateResponse]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        tasks: Iterable[GetImportStateResponse] = ...,
    ) -> None: ...

# vectorm/wire/schema.proto

class CollectionSchema(Message):
    name: str
    description: str
    autoID: bool
    @property
    def fields(self) -> RepeatedCompositeFieldContainer[FieldSchema]: ...
    enable_dynamic_field: bool
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def functions(self) -> RepeatedCompositeFieldContainer[FunctionSchema]: ...
    dbName: str
    @property
    def struct_array_fields(self) -> RepeatedCompositeFieldContainer[StructArrayFieldSchema]: ...
    version: int
    external_source: str
    external_spec: str
    do_physical_backfill: bool
    @property
    def file_resource_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    enable_namespace: bool
    def __init__(
        self,
        *,
        name: str | None = ...,
        description: str | None = ...,
        autoID: bool | None = ...,
        fields: Iterable[FieldSchema] = ...,
        enable_dynamic_field: bool | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        functions: Iterable[FunctionSchema] = ...,
        dbName: str | None = ...,
        struct_array_fields: Iterable[StructArrayFieldSchema] = ...,
        version: int | None = ...,
        external_source: str | None = ...,
        external_spec: str | None = ...,
        do_physical_backfill: bool | None = ...,
        file_resource_ids: Iterable[int] = ...,
        enable_namespace: bool | None = ...,
    ) -> None: ...

class FieldSchema(Message):
    fieldID: int
    name: str
    is_primary_key: bool
    description: str
    data_type: int
    @property
    def type_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def index_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    autoID: bool
    state: int
    element_type: int
    @property
    def default_value(self) -> ValueField: ...
    is_dynamic: bool
    is_partition_key: bool
    is_clustering_key: bool
    nullable: bool
    is_function_output: bool
    external_field: str
    def __init__(
        self,
        *,
        fieldID: int | None = ...,
        name: str | None = ...,
        is_primary_key: bool | None = ...,
        description: str | None = ...,
        data_type: int | None = ...,
        type_params: Iterable[KeyValuePair] = ...,
        index_params: Iterable[KeyValuePair] = ...,
        autoID: bool | None = ...,
        state: int | None = ...,
        element_type: int | None = ...,
        default_value: ValueField | None = ...,
        is_dynamic: bool | None = ...,
        is_partition_key: bool | None = ...,
        is_clustering_key: bool | None = ...,
        nullable: bool | None = ...,
        is_function_output: bool | None = ...,
        external_field: str | None = ...,
    ) -> None: ...

class ValueField(Message):
    bool_data: bool
    int_data: int
    long_data: int
    float_data: float
    double_data: float
    string_data: str
    bytes_data: bytes
    timestamptz_data: int
    date_data: int
    time_data: int
    def __init__(
        self,
        *,
        bool_data: bool | None = ...,
        int_data: int | None = ...,
        long_data: int | None = ...,
        float_data: float | None = ...,
        double_data: float | None = ...,
        string_data: str | None = ...,
        bytes_data: bytes | None = ...,
        timestamptz_data: int | None = ...,
        date_data: int | None = ...,
        time_data: int | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["data"] | str) -> Literal["bool_data", "int_data", "long_data", "float_data", "double_data", "string_data", "bytes_data", "timestamptz_data", "date_data", "time_data"] | None: ...

class FunctionSchema(Message):
    name: str
    id: int
    description: str
    type: int
    @property
    def input_field_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def input_field_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def output_field_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def output_field_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        name: str | None = ...,
        id: int | None = ...,
        description: str | None = ...,
        type: int | None = ...,
        input_field_names: Iterable[str] = ...,
        input_field_ids: Iterable[int] = ...,
        output_field_names: Iterable[str] = ...,
        output_field_ids: Iterable[int] = ...,
        params: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class StructArrayFieldSchema(Message):
    fieldID: int
    name: str
    description: str
    @property
    def fields(self) -> RepeatedCompositeFieldContainer[FieldSchema]: ...
    @property
    def type_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    nullable: bool
    def __init__(
        self,
        *,
        fieldID: int | None = ...,
        name: str | None = ...,
        description: str | None = ...,
        fields: Iterable[FieldSchema] = ...,
        type_params: Iterable[KeyValuePair] = ...,
        nullable: bool | None = ...,
    ) -> None: ...

class FieldData(Message):
    type: int
    field_name: str
    @property
    def scalars(self) -> ScalarField: ...
    @property
    def vectors(self) -> VectorField: ...
    @property
    def struct_arrays(self) -> StructArrayField: ...
    field_id: int
    is_dynamic: bool
    @property
    def valid_data(self) -> RepeatedScalarFieldContainer[bool]: ...
    def __init__(
        self,
        *,
        type: int | None = ...,
        field_name: str | None = ...,
        scalars: ScalarField | None = ...,
        vectors: VectorField | None = ...,
        struct_arrays: StructArrayField | None = ...,
        field_id: int | None = ...,
        is_dynamic: bool | None = ...,
        valid_data: Iterable[bool] = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["field"] | str) -> Literal["scalars", "vectors", "struct_arrays"] | None: ...

class ScalarField(Message):
    @property
    def bool_data(self) -> BoolArray: ...
    @property
    def int_data(self) -> IntArray: ...
    @property
    def long_data(self) -> LongArray: ...
    @property
    def float_data(self) -> FloatArray: ...
    @property
    def double_data(self) -> DoubleArray: ...
    @property
    def string_data(self) -> StringArray: ...
    @property
    def bytes_data(self) -> BytesArray: ...
    @property
    def array_data(self) -> ArrayArray: ...
    @property
    def json_data(self) -> JSONArray: ...
    @property
    def geometry_data(self) -> GeometryArray: ...
    @property
    def timestamptz_data(self) -> TimestamptzArray: ...
    @property
    def geometry_wkt_data(self) -> GeometryWktArray: ...
    @property
    def mol_data(self) -> MolArray: ...
    @property
    def mol_smiles_data(self) -> MolSmilesArray: ...
    @property
    def date_data(self) -> DateArray: ...
    @property
    def time_data(self) -> TimeArray: ...
    def __init__(
        self,
        *,
        bool_data: BoolArray | None = ...,
        int_data: IntArray | None = ...,
        long_data: LongArray | None = ...,
        float_data: FloatArray | None = ...,
        double_data: DoubleArray | None = ...,
        string_data: StringArray | None = ...,
        bytes_data: BytesArray | None = ...,
        array_data: ArrayArray | None = ...,
        json_data: JSONArray | None = ...,
        geometry_data: GeometryArray | None = ...,
        timestamptz_data: TimestamptzArray | None = ...,
        geometry_wkt_data: GeometryWktArray | None = ...,
        mol_data: MolArray | None = ...,
        mol_smiles_data: MolSmilesArray | None = ...,
        date_data: DateArray | None = ...,
        time_data: TimeArray | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["data"] | str) -> Literal["bool_data", "int_data", "long_data", "float_data", "double_data", "string_data", "bytes_data", "array_data", "json_data", "geometry_data", "timestamptz_data", "geometry_wkt_data", "mol_data", "mol_smiles_data", "date_data", "time_data"] | None: ...

class BoolArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[bool]: ...
    def __init__(
        self,
        *,
        data: Iterable[bool] = ...,
    ) -> None: ...

class IntArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data: Iterable[int] = ...,
    ) -> None: ...

class LongArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data: Iterable[int] = ...,
    ) -> None: ...

class FloatArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        data: Iterable[float] = ...,
    ) -> None: ...

class DoubleArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[float]: ...
    def __init__(
        self,
        *,
        data: Iterable[float] = ...,
    ) -> None: ...

class StringArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        data: Iterable[str] = ...,
    ) -> None: ...

class BytesArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[bytes]: ...
    def __init__(
        self,
        *,
        data: Iterable[bytes] = ...,
    ) -> None: ...

class ArrayArray(Message):
    @property
    def data(self) -> RepeatedCompositeFieldContainer[ScalarField]: ...
    element_type: int
    def __init__(
        self,
        *,
        data: Iterable[ScalarField] = ...,
        element_type: int | None = ...,
    ) -> None: ...

class JSONArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[bytes]: ...
    def __init__(
        self,
        *,
        data: Iterable[bytes] = ...,
    ) -> None: ...

class GeometryArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[bytes]: ...
    def __init__(
        self,
        *,
        data: Iterable[bytes] = ...,
    ) -> None: ...

class TimestamptzArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data: Iterable[int] = ...,
    ) -> None: ...

class GeometryWktArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        data: Iterable[str] = ...,
    ) -> None: ...

class MolArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[bytes]: ...
    def __init__(
        self,
        *,
        data: Iterable[bytes] = ...,
    ) -> None: ...

class MolSmilesArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        data: Iterable[str] = ...,
    ) -> None: ...

class DateArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data: Iterable[int] = ...,
    ) -> None: ...

class TimeArray(Message):
    @property
    def data(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        data: Iterable[int] = ...,
    ) -> None: ...

class VectorField(Message):
    dim: int
    @property
    def float_vector(self) -> FloatArray: ...
    binary_vector: bytes
    float16_vector: bytes
    bfloat16_vector: bytes
    @property
    def sparse_float_vector(self) -> SparseFloatArray: ...
    int8_vector: bytes
    @property
    def vector_array(self) -> VectorArray: ...
    def __init__(
        self,
        *,
        dim: int | None = ...,
        float_vector: FloatArray | None = ...,
        binary_vector: bytes | None = ...,
        float16_vector: bytes | None = ...,
        bfloat16_vector: bytes | None = ...,
        sparse_float_vector: SparseFloatArray | None = ...,
        int8_vector: bytes | None = ...,
        vector_array: VectorArray | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["data"] | str) -> Literal["float_vector", "binary_vector", "float16_vector", "bfloat16_vector", "sparse_float_vector", "int8_vector", "vector_array"] | None: ...

class SparseFloatArray(Message):
    @property
    def contents(self) -> RepeatedScalarFieldContainer[bytes]: ...
    dim: int
    def __init__(
        self,
        *,
        contents: Iterable[bytes] = ...,
        dim: int | None = ...,
    ) -> None: ...

class VectorArray(Message):
    dim: int
    @property
    def data(self) -> RepeatedCompositeFieldContainer[VectorField]: ...
    element_type: int
    def __init__(
        self,
        *,
        dim: int | None = ...,
        data: Iterable[VectorField] = ...,
        element_type: int | None = ...,
    ) -> None: ...

class StructArrayField(Message):
    @property
    def fields(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    def __init__(
        self,
        *,
        fields: Iterable[FieldData] = ...,
    ) -> None: ...

class IDs(Message):
    @property
    def int_id(self) -> LongArray: ...
    @property
    def str_id(self) -> StringArray: ...
    def __init__(
        self,
        *,
        int_id: LongArray | None = ...,
        str_id: StringArray | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["id_field"] | str) -> Literal["int_id", "str_id"] | None: ...

class FieldPartialUpdateOp(Message):
    field_name: str
    op: int
    def __init__(
        self,
        *,
        field_name: str | None = ...,
        op: int | None = ...,
    ) -> None: ...

class TemplateValue(Message):
    bool_val: bool
    int64_val: int
    float_val: float
    string_val: str
    @property
    def array_val(self) -> TemplateArrayValue: ...
    bytes_val: bytes
    def __init__(
        self,
        *,
        bool_val: bool | None = ...,
        int64_val: int | None = ...,
        float_val: float | None = ...,
        string_val: str | None = ...,
        array_val: TemplateArrayValue | None = ...,
        bytes_val: bytes | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["val"] | str) -> Literal["bool_val", "int64_val", "float_val", "string_val", "array_val", "bytes_val"] | None: ...

class TemplateArrayValue(Message):
    @property
    def bool_data(self) -> BoolArray: ...
    @property
    def long_data(self) -> LongArray: ...
    @property
    def double_data(self) -> DoubleArray: ...
    @property
    def string_data(self) -> StringArray: ...
    @property
    def array_data(self) -> TemplateArrayValueArray: ...
    @property
    def json_data(self) -> JSONArray: ...
    def __init__(
        self,
        *,
        bool_data: BoolArray | None = ...,
        long_data: LongArray | None = ...,
        double_data: DoubleArray | None = ...,
        string_data: StringArray | None = ...,
        array_data: TemplateArrayValueArray | None = ...,
        json_data: JSONArray | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["data"] | str) -> Literal["bool_data", "long_data", "double_data", "string_data", "array_data", "json_data"] | None: ...

class TemplateArrayValueArray(Message):
    @property
    def data(self) -> RepeatedCompositeFieldContainer[TemplateArrayValue]: ...
    def __init__(
        self,
        *,
        data: Iterable[TemplateArrayValue] = ...,
    ) -> None: ...

class FunctionScore(Message):
    @property
    def functions(self) -> RepeatedCompositeFieldContainer[FunctionSchema]: ...
    @property
    def params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        functions: Iterable[FunctionSchema] = ...,
        params: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class FunctionChain(Message):
    name: str
    stage: int
    @property
    def ops(self) -> RepeatedCompositeFieldContainer[FunctionChainOp]: ...
    def __init__(
        self,
        *,
        name: str | None = ...,
        stage: int | None = ...,
        ops: Iterable[FunctionChainOp] = ...,
    ) -> None: ...

class FunctionChainOp(Message):
    op: str
    @property
    def expr(self) -> FunctionChainExpr: ...
    @property
    def inputs(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def outputs(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def params(self) -> MessageMap[str, FunctionParamValue]: ...
    def __init__(
        self,
        *,
        op: str | None = ...,
        expr: FunctionChainExpr | None = ...,
        inputs: Iterable[str] = ...,
        outputs: Iterable[str] = ...,
        params: Mapping[str, FunctionParamValue] = ...,
    ) -> None: ...

class FunctionChainExpr(Message):
    name: str
    @property
    def args(self) -> RepeatedCompositeFieldContainer[FunctionChainExprArg]: ...
    @property
    def params(self) -> MessageMap[str, FunctionParamValue]: ...
    def __init__(
        self,
        *,
        name: str | None = ...,
        args: Iterable[FunctionChainExprArg] = ...,
        params: Mapping[str, FunctionParamValue] = ...,
    ) -> None: ...

class FunctionChainExprArg(Message):
    @property
    def column(self) -> FunctionChainColumnArg: ...
    @property
    def literal(self) -> FunctionParamValue: ...
    def __init__(
        self,
        *,
        column: FunctionChainColumnArg | None = ...,
        literal: FunctionParamValue | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["arg"] | str) -> Literal["column", "literal"] | None: ...

class FunctionChainColumnArg(Message):
    name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
    ) -> None: ...

class FunctionParamValue(Message):
    bool_value: bool
    int64_value: int
    double_value: float
    string_value: str
    @property
    def array_value(self) -> FunctionParamArray: ...
    @property
    def object_value(self) -> FunctionParamObject: ...
    bytes_value: bytes
    def __init__(
        self,
        *,
        bool_value: bool | None = ...,
        int64_value: int | None = ...,
        double_value: float | None = ...,
        string_value: str | None = ...,
        array_value: FunctionParamArray | None = ...,
        object_value: FunctionParamObject | None = ...,
        bytes_value: bytes | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["value"] | str) -> Literal["bool_value", "int64_value", "double_value", "string_value", "array_value", "object_value", "bytes_value"] | None: ...

class FunctionParamArray(Message):
    @property
    def values(self) -> RepeatedCompositeFieldContainer[FunctionParamValue]: ...
    def __init__(
        self,
        *,
        values: Iterable[FunctionParamValue] = ...,
    ) -> None: ...

class FunctionParamObject(Message):
    @property
    def fields(self) -> MessageMap[str, FunctionParamValue]: ...
    def __init__(
        self,
        *,
        fields: Mapping[str, FunctionParamValue] = ...,
    ) -> None: ...

class SearchResultData(Message):
    num_queries: int
    top_k: int
    @property
    def fields_data(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    @property
    def scores(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def ids(self) -> IDs: ...
    @property
    def topks(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def output_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def group_by_field_value(self) -> FieldData: ...
    all_search_count: int
    @property
    def distances(self) -> RepeatedScalarFieldContainer[float]: ...
    @property
    def search_iterator_v2_results(self) -> SearchIteratorV2Results: ...
    @property
    def recalls(self) -> RepeatedScalarFieldContainer[float]: ...
    primary_field_name: str
    @property
    def highlight_results(self) -> RepeatedCompositeFieldContainer[HighlightResult]: ...
    @property
    def element_indices(self) -> LongArray: ...
    @property
    def group_by_field_values(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    @property
    def agg_buckets(self) -> RepeatedCompositeFieldContainer[AggBucket]: ...
    @property
    def agg_topks(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        num_queries: int | None = ...,
        top_k: int | None = ...,
        fields_data: Iterable[FieldData] = ...,
        scores: Iterable[float] = ...,
        ids: IDs | None = ...,
        topks: Iterable[int] = ...,
        output_fields: Iterable[str] = ...,
        group_by_field_value: FieldData | None = ...,
        all_search_count: int | None = ...,
        distances: Iterable[float] = ...,
        search_iterator_v2_results: SearchIteratorV2Results | None = ...,
        recalls: Iterable[float] = ...,
        primary_field_name: str | None = ...,
        highlight_results: Iterable[HighlightResult] = ...,
        element_indices: LongArray | None = ...,
        group_by_field_values: Iterable[FieldData] = ...,
        agg_buckets: Iterable[AggBucket] = ...,
        agg_topks: Iterable[int] = ...,
    ) -> None: ...

class SearchIteratorV2Results(Message):
    token: str
    last_bound: float
    def __init__(
        self,
        *,
        token: str | None = ...,
        last_bound: float | None = ...,
    ) -> None: ...

class AggBucket(Message):
    @property
    def key(self) -> RepeatedCompositeFieldContainer[BucketKeyEntry]: ...
    count: int
    @property
    def metrics(self) -> MessageMap[str, MetricValue]: ...
    @property
    def hits(self) -> RepeatedCompositeFieldContainer[AggHit]: ...
    @property
    def sub_groups(self) -> RepeatedCompositeFieldContainer[AggBucket]: ...
    def __init__(
        self,
        *,
        key: Iterable[BucketKeyEntry] = ...,
        count: int | None = ...,
        metrics: Mapping[str, MetricValue] = ...,
        hits: Iterable[AggHit] = ...,
        sub_groups: Iterable[AggBucket] = ...,
    ) -> None: ...

class BucketKeyEntry(Message):
    field_id: int
    field_name: str
    int_val: int
    string_val: str
    bool_val: bool
    def __init__(
        self,
        *,
        field_id: int | None = ...,
        field_name: str | None = ...,
        int_val: int | None = ...,
        string_val: str | None = ...,
        bool_val: bool | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["value"] | str) -> Literal["int_val", "string_val", "bool_val"] | None: ...

class AggHit(Message):
    int_pk: int
    str_pk: str
    score: float
    @property
    def fields(self) -> RepeatedCompositeFieldContainer[AggHitField]: ...
    def __init__(
        self,
        *,
        int_pk: int | None = ...,
        str_pk: str | None = ...,
        score: float | None = ...,
        fields: Iterable[AggHitField] = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["pk"] | str) -> Literal["int_pk", "str_pk"] | None: ...

class AggHitField(Message):
    field_id: int
    field_name: str
    int_val: int
    bool_val: bool
    float_val: float
    double_val: float
    string_val: str
    bytes_val: bytes
    def __init__(
        self,
        *,
        field_id: int | None = ...,
        field_name: str | None = ...,
        int_val: int | None = ...,
        bool_val: bool | None = ...,
        float_val: float | None = ...,
        double_val: float | None = ...,
        string_val: str | None = ...,
        bytes_val: bytes | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["value"] | str) -> Literal["int_val", "bool_val", "float_val", "double_val", "string_val", "bytes_val"] | None: ...

class MetricValue(Message):
    int_val: int
    double_val: float
    string_val: str
    bool_val: bool
    def __init__(
        self,
        *,
        int_val: int | None = ...,
        double_val: float | None = ...,
        string_val: str | None = ...,
        bool_val: bool | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["value"] | str) -> Literal["int_val", "double_val", "string_val", "bool_val"] | None: ...

# vectorm/wire/collection.proto

class CreateCollectionRequest(Message):
    db_name: str
    collection_name: str
    schema: bytes
    shards_num: int
    consistency_level: int
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    num_partitions: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        schema: bytes | None = ...,
        shards_num: int | None = ...,
        consistency_level: int | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        num_partitions: int | None = ...,
    ) -> None: ...

class DropCollectionRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class HasCollectionRequest(Message):
    db_name: str
    collection_name: str
    time_stamp: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        time_stamp: int | None = ...,
    ) -> None: ...

class DescribeCollectionRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    time_stamp: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        time_stamp: int | None = ...,
    ) -> None: ...

class DescribeCollectionResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def schema(self) -> CollectionSchema: ...
    collectionID: int
    @property
    def virtual_channel_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def physical_channel_names(self) -> RepeatedScalarFieldContainer[str]: ...
    created_timestamp: int
    created_utc_timestamp: int
    shards_num: int
    @property
    def aliases(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def start_positions(self) -> RepeatedCompositeFieldContainer[KeyDataPair]: ...
    consistency_level: int
    collection_name: str
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    db_name: str
    num_partitions: int
    db_id: int
    request_time: int
    update_timestamp: int
    update_timestamp_str: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        schema: CollectionSchema | None = ...,
        collectionID: int | None = ...,
        virtual_channel_names: Iterable[str] = ...,
        physical_channel_names: Iterable[str] = ...,
        created_timestamp: int | None = ...,
        created_utc_timestamp: int | None = ...,
        shards_num: int | None = ...,
        aliases: Iterable[str] = ...,
        start_positions: Iterable[KeyDataPair] = ...,
        consistency_level: int | None = ...,
        collection_name: str | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        db_name: str | None = ...,
        num_partitions: int | None = ...,
        db_id: int | None = ...,
        request_time: int | None = ...,
        update_timestamp: int | None = ...,
        update_timestamp_str: str | None = ...,
    ) -> None: ...

class BatchDescribeCollectionRequest(Message):
    db_name: str
    @property
    def collection_name(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def collectionID(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: Iterable[str] = ...,
        collectionID: Iterable[int] = ...,
    ) -> None: ...

class BatchDescribeCollectionResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def responses(self) -> RepeatedCompositeFieldContainer[DescribeCollectionResponse]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        responses: Iterable[DescribeCollectionResponse] = ...,
    ) -> None: ...

class ShowCollectionsRequest(Message):
    db_name: str
    time_stamp: int
    type: int
    @property
    def collection_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        time_stamp: int | None = ...,
        type: int | None = ...,
        collection_names: Iterable[str] = ...,
    ) -> None: ...

class ShowCollectionsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def collection_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def collection_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def created_timestamps(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def created_utc_timestamps(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def inMemory_percentages(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def query_service_available(self) -> RepeatedScalarFieldContainer[bool]: ...
    @property
    def shards_num(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        collection_names: Iterable[str] = ...,
        collection_ids: Iterable[int] = ...,
        created_timestamps: Iterable[int] = ...,
        created_utc_timestamps: Iterable[int] = ...,
        inMemory_percentages: Iterable[int] = ...,
        query_service_available: Iterable[bool] = ...,
        shards_num: Iterable[int] = ...,
    ) -> None: ...

class GetCollectionStatisticsRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class GetCollectionStatisticsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def stats(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        stats: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class AlterCollectionRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def delete_keys(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        delete_keys: Iterable[str] = ...,
    ) -> None: ...

class AlterCollectionFieldRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def delete_keys(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        delete_keys: Iterable[str] = ...,
    ) -> None: ...

class RenameCollectionRequest(Message):
    db_name: str
    oldName: str
    newName: str
    newDBName: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        oldName: str | None = ...,
        newName: str | None = ...,
        newDBName: str | None = ...,
    ) -> None: ...

class TruncateCollectionRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class TruncateCollectionResponse(Message):
    @property
    def status(self) -> Status: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
    ) -> None: ...

class AddCollectionFieldRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    schema: bytes
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        schema: bytes | None = ...,
    ) -> None: ...

class AddCollectionFunctionRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    @property
    def functionSchema(self) -> FunctionSchema: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        functionSchema: FunctionSchema | None = ...,
    ) -> None: ...

class AlterCollectionFunctionRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    function_name: str
    @property
    def functionSchema(self) -> FunctionSchema: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        function_name: str | None = ...,
        functionSchema: FunctionSchema | None = ...,
    ) -> None: ...

class DropCollectionFunctionRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    function_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        function_name: str | None = ...,
    ) -> None: ...

# vectorm/wire/connection.proto

class ConnectRequest(Message):
    @property
    def client_info(self) -> ClientInfo: ...
    def __init__(
        self,
        *,
        client_info: ClientInfo | None = ...,
    ) -> None: ...

class ConnectResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def server_info(self) -> ServerInfo: ...
    identifier: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        server_info: ServerInfo | None = ...,
        identifier: int | None = ...,
    ) -> None: ...

class GetVersionRequest(Message):
    def __init__(self) -> None: ...

class GetVersionResponse(Message):
    @property
    def status(self) -> Status: ...
    version: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        version: str | None = ...,
    ) -> None: ...

class CheckHealthRequest(Message):
    def __init__(self) -> None: ...

class CheckHealthResponse(Message):
    @property
    def status(self) -> Status: ...
    isHealthy: bool
    @property
    def reasons(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def quota_states(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        isHealthy: bool | None = ...,
        reasons: Iterable[str] = ...,
        quota_states: Iterable[int] = ...,
    ) -> None: ...

class AllocTimestampRequest(Message):
    def __init__(self) -> None: ...

class AllocTimestampResponse(Message):
    @property
    def status(self) -> Status: ...
    timestamp: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        timestamp: int | None = ...,
    ) -> None: ...

class GetMetricsRequest(Message):
    request: str
    def __init__(
        self,
        *,
        request: str | None = ...,
    ) -> None: ...

class GetMetricsResponse(Message):
    @property
    def status(self) -> Status: ...
    response: str
    component_name: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        response: str | None = ...,
        component_name: str | None = ...,
    ) -> None: ...

# vectorm/wire/database.proto

class CreateDatabaseRequest(Message):
    db_name: str
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        properties: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class DropDatabaseRequest(Message):
    db_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
    ) -> None: ...

class ListDatabasesRequest(Message):
    def __init__(self) -> None: ...

class ListDatabasesResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def db_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def created_timestamp(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def db_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        db_names: Iterable[str] = ...,
        created_timestamp: Iterable[int] = ...,
        db_ids: Iterable[int] = ...,
    ) -> None: ...

class DescribeDatabaseRequest(Message):
    db_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
    ) -> None: ...

class DescribeDatabaseResponse(Message):
    @property
    def status(self) -> Status: ...
    db_name: str
    dbID: int
    created_timestamp: int
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        db_name: str | None = ...,
        dbID: int | None = ...,
        created_timestamp: int | None = ...,
        properties: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class AlterDatabaseRequest(Message):
    db_name: str
    db_id: str
    @property
    def properties(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def delete_keys(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        db_id: str | None = ...,
        properties: Iterable[KeyValuePair] = ...,
        delete_keys: Iterable[str] = ...,
    ) -> None: ...

# vectorm/wire/external_collection.proto

class RefreshExternalCollectionRequest(Message):
    db_name: str
    collection_name: str
    external_source: str
    external_spec: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        external_source: str | None = ...,
        external_spec: str | None = ...,
    ) -> None: ...

class RefreshExternalCollectionResponse(Message):
    @property
    def status(self) -> Status: ...
    job_id: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        job_id: int | None = ...,
    ) -> None: ...

class GetRefreshExternalCollectionProgressRequest(Message):
    job_id: int
    def __init__(
        self,
        *,
        job_id: int | None = ...,
    ) -> None: ...

class GetRefreshExternalCollectionProgressResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def job_info(self) -> RefreshExternalCollectionJobInfo: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        job_info: RefreshExternalCollectionJobInfo | None = ...,
    ) -> None: ...

class RefreshExternalCollectionJobInfo(Message):
    job_id: int
    collection_name: str
    state: int
    progress: int
    reason: str
    external_source: str
    start_time: int
    end_time: int
    external_spec: str
    def __init__(
        self,
        *,
        job_id: int | None = ...,
        collection_name: str | None = ...,
        state: int | None = ...,
        progress: int | None = ...,
        reason: str | None = ...,
        external_source: str | None = ...,
        start_time: int | None = ...,
        end_time: int | None = ...,
        external_spec: str | None = ...,
    ) -> None: ...

class ListRefreshExternalCollectionJobsRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class ListRefreshExternalCollectionJobsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def jobs(self) -> RepeatedCompositeFieldContainer[RefreshExternalCollectionJobInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        jobs: Iterable[RefreshExternalCollectionJobInfo] = ...,
    ) -> None: ...

# vectorm/wire/field.proto

class AddCollectionStructFieldRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    @property
    def struct_array_field_schema(self) -> StructArrayFieldSchema: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        struct_array_field_schema: StructArrayFieldSchema | None = ...,
    ) -> None: ...

class AlterCollectionSchemaRequest(Message):
    class FieldInfo(Message):
        @property
        def field_schema(self) -> FieldSchema: ...
        index_name: str
        @property
        def extra_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
        def __init__(
            self,
            *,
            field_schema: FieldSchema | None = ...,
            index_name: str | None = ...,
            extra_params: Iterable[KeyValuePair] = ...,
        ) -> None: ...
    class AddRequest(Message):
        @property
        def field_infos(self) -> RepeatedCompositeFieldContainer[AlterCollectionSchemaRequest.FieldInfo]: ...
        @property
        def func_schema(self) -> RepeatedCompositeFieldContainer[FunctionSchema]: ...
        do_physical_backfill: bool
        def __init__(
            self,
            *,
            field_infos: Iterable[AlterCollectionSchemaRequest.FieldInfo] = ...,
            func_schema: Iterable[FunctionSchema] = ...,
            do_physical_backfill: bool | None = ...,
        ) -> None: ...
    class DropRequest(Message):
        field_name: str
        field_id: int
        function_name: str
        drop_function_output_fields: bool
        def __init__(
            self,
            *,
            field_name: str | None = ...,
            field_id: int | None = ...,
            function_name: str | None = ...,
            drop_function_output_fields: bool | None = ...,
        ) -> None: ...
        def WhichOneof(self, oneof_group: Literal["identifier"] | str) -> Literal["field_name", "field_id", "function_name"] | None: ...
    class Action(Message):
        @property
        def add_request(self) -> AlterCollectionSchemaRequest.AddRequest: ...
        @property
        def drop_request(self) -> AlterCollectionSchemaRequest.DropRequest: ...
        def __init__(
            self,
            *,
            add_request: AlterCollectionSchemaRequest.AddRequest | None = ...,
            drop_request: AlterCollectionSchemaRequest.DropRequest | None = ...,
        ) -> None: ...
        def WhichOneof(self, oneof_group: Literal["op"] | str) -> Literal["add_request", "drop_request"] | None: ...
    db_name: str
    collection_name: str
    collectionID: int
    @property
    def action(self) -> AlterCollectionSchemaRequest.Action: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        action: AlterCollectionSchemaRequest.Action | None = ...,
    ) -> None: ...

class AlterCollectionSchemaResponse(Message):
    @property
    def alter_status(self) -> Status: ...
    def __init__(
        self,
        *,
        alter_status: Status | None = ...,
    ) -> None: ...

# vectorm/wire/file_resource.proto

class AddFileResourceRequest(Message):
    name: str
    path: str
    def __init__(
        self,
        *,
        name: str | None = ...,
        path: str | None = ...,
    ) -> None: ...

class RemoveFileResourceRequest(Message):
    name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
    ) -> None: ...

class ListFileResourcesRequest(Message):
    def __init__(self) -> None: ...

class ListFileResourcesResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def resources(self) -> RepeatedCompositeFieldContainer[FileResourceInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        resources: Iterable[FileResourceInfo] = ...,
    ) -> None: ...

class FileResourceInfo(Message):
    id: int
    name: str
    path: str
    def __init__(
        self,
        *,
        id: int | None = ...,
        name: str | None = ...,
        path: str | None = ...,
    ) -> None: ...

# vectorm/wire/flush.proto

class FlushRequest(Message):
    db_name: str
    @property
    def collection_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_names: Iterable[str] = ...,
    ) -> None: ...

class FlushResponse(Message):
    @property
    def status(self) -> Status: ...
    db_name: str
    @property
    def coll_segIDs(self) -> MessageMap[str, LongArray]: ...
    @property
    def flush_coll_segIDs(self) -> MessageMap[str, LongArray]: ...
    @property
    def coll_seal_times(self) -> ScalarMap[str, int]: ...
    @property
    def coll_flush_ts(self) -> ScalarMap[str, int]: ...
    @property
    def channel_cps(self) -> MessageMap[str, MsgPosition]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        db_name: str | None = ...,
        coll_segIDs: Mapping[str, LongArray] = ...,
        flush_coll_segIDs: Mapping[str, LongArray] = ...,
        coll_seal_times: Mapping[str, int] = ...,
        coll_flush_ts: Mapping[str, int] = ...,
        channel_cps: Mapping[str, MsgPosition] = ...,
    ) -> None: ...

class GetFlushStateRequest(Message):
    @property
    def segmentIDs(self) -> RepeatedScalarFieldContainer[int]: ...
    flush_ts: int
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        segmentIDs: Iterable[int] = ...,
        flush_ts: int | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class GetFlushStateResponse(Message):
    @property
    def status(self) -> Status: ...
    flushed: bool
    def __init__(
        self,
        *,
        status: Status | None = ...,
        flushed: bool | None = ...,
    ) -> None: ...

class FlushAllRequest(Message):
    db_name: str
    @property
    def flush_targets(self) -> RepeatedCompositeFieldContainer[FlushAllTarget]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        flush_targets: Iterable[FlushAllTarget] = ...,
    ) -> None: ...

class FlushAllTarget(Message):
    db_name: str
    @property
    def collection_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_names: Iterable[str] = ...,
    ) -> None: ...

class FlushAllResponse(Message):
    @property
    def status(self) -> Status: ...
    flush_all_ts: int
    @property
    def flush_results(self) -> RepeatedCompositeFieldContainer[FlushAllResult]: ...
    @property
    def flush_all_msgs(self) -> MessageMap[str, ImmutableMessage]: ...
    @property
    def cluster_info(self) -> ClusterInfo: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        flush_all_ts: int | None = ...,
        flush_results: Iterable[FlushAllResult] = ...,
        flush_all_msgs: Mapping[str, ImmutableMessage] = ...,
        cluster_info: ClusterInfo | None = ...,
    ) -> None: ...

class FlushAllResult(Message):
    db_name: str
    @property
    def collection_results(self) -> RepeatedCompositeFieldContainer[FlushCollectionResult]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_results: Iterable[FlushCollectionResult] = ...,
    ) -> None: ...

class FlushCollectionResult(Message):
    collection_name: str
    @property
    def segment_ids(self) -> LongArray: ...
    @property
    def flush_segment_ids(self) -> LongArray: ...
    seal_time: int
    flush_ts: int
    @property
    def channel_cps(self) -> MessageMap[str, MsgPosition]: ...
    def __init__(
        self,
        *,
        collection_name: str | None = ...,
        segment_ids: LongArray | None = ...,
        flush_segment_ids: LongArray | None = ...,
        seal_time: int | None = ...,
        flush_ts: int | None = ...,
        channel_cps: Mapping[str, MsgPosition] = ...,
    ) -> None: ...

class ClusterInfo(Message):
    cluster_id: str
    cchannel: str
    @property
    def pchannels(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        cluster_id: str | None = ...,
        cchannel: str | None = ...,
        pchannels: Iterable[str] = ...,
    ) -> None: ...

class GetFlushAllStateRequest(Message):
    flush_all_ts: int
    db_name: str
    @property
    def flush_targets(self) -> RepeatedCompositeFieldContainer[FlushAllTarget]: ...
    @property
    def flush_all_tss(self) -> ScalarMap[str, int]: ...
    def __init__(
        self,
        *,
        flush_all_ts: int | None = ...,
        db_name: str | None = ...,
        flush_targets: Iterable[FlushAllTarget] = ...,
        flush_all_tss: Mapping[str, int] = ...,
    ) -> None: ...

class GetFlushAllStateResponse(Message):
    @property
    def status(self) -> Status: ...
    flushed: bool
    @property
    def flush_states(self) -> RepeatedCompositeFieldContainer[FlushAllState]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        flushed: bool | None = ...,
        flush_states: Iterable[FlushAllState] = ...,
    ) -> None: ...

class FlushAllState(Message):
    db_name: str
    @property
    def collection_flush_states(self) -> ScalarMap[str, bool]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_flush_states: Mapping[str, bool] = ...,
    ) -> None: ...

class ManualCompactionRequest(Message):
    collectionID: int
    timetravel: int
    majorCompaction: bool
    collection_name: str
    db_name: str
    partition_id: int
    channel: str
    @property
    def segment_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    l0Compaction: bool
    target_size: int
    def __init__(
        self,
        *,
        collectionID: int | None = ...,
        timetravel: int | None = ...,
        majorCompaction: bool | None = ...,
        collection_name: str | None = ...,
        db_name: str | None = ...,
        partition_id: int | None = ...,
        channel: str | None = ...,
        segment_ids: Iterable[int] = ...,
        l0Compaction: bool | None = ...,
        target_size: int | None = ...,
    ) -> None: ...

class ManualCompactionResponse(Message):
    @property
    def status(self) -> Status: ...
    compactionID: int
    compactionPlanCount: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        compactionID: int | None = ...,
        compactionPlanCount: int | None = ...,
    ) -> None: ...

class GetCompactionStateRequest(Message):
    compactionID: int
    def __init__(
        self,
        *,
        compactionID: int | None = ...,
    ) -> None: ...

class GetCompactionStateResponse(Message):
    @property
    def status(self) -> Status: ...
    state: int
    executingPlanNo: int
    timeoutPlanNo: int
    completedPlanNo: int
    failedPlanNo: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        state: int | None = ...,
        executingPlanNo: int | None = ...,
        timeoutPlanNo: int | None = ...,
        completedPlanNo: int | None = ...,
        failedPlanNo: int | None = ...,
    ) -> None: ...

class GetCompactionPlansRequest(Message):
    compactionID: int
    db_name: str
    collection_name: str
    collection_id: int
    def __init__(
        self,
        *,
        compactionID: int | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collection_id: int | None = ...,
    ) -> None: ...

class GetCompactionPlansResponse(Message):
    @property
    def status(self) -> Status: ...
    state: int
    @property
    def mergeInfos(self) -> RepeatedCompositeFieldContainer[CompactionMergeInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        state: int | None = ...,
        mergeInfos: Iterable[CompactionMergeInfo] = ...,
    ) -> None: ...

class CompactionMergeInfo(Message):
    @property
    def sources(self) -> RepeatedScalarFieldContainer[int]: ...
    target: int
    plan_id: int
    trigger_id: int
    collection_id: int
    partition_id: int
    channel: str
    type: int
    state: int
    failure_reason: str
    @property
    def targets(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        sources: Iterable[int] = ...,
        target: int | None = ...,
        plan_id: int | None = ...,
        trigger_id: int | None = ...,
        collection_id: int | None = ...,
        partition_id: int | None = ...,
        channel: str | None = ...,
        type: int | None = ...,
        state: int | None = ...,
        failure_reason: str | None = ...,
        targets: Iterable[int] = ...,
    ) -> None: ...

# vectorm/wire/index.proto

class CreateIndexRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    @property
    def extra_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    index_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        extra_params: Iterable[KeyValuePair] = ...,
        index_name: str | None = ...,
    ) -> None: ...

class DescribeIndexRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    index_name: str
    timestamp: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        index_name: str | None = ...,
        timestamp: int | None = ...,
    ) -> None: ...

class DescribeIndexResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def index_descriptions(self) -> RepeatedCompositeFieldContainer[IndexDescription]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        index_descriptions: Iterable[IndexDescription] = ...,
    ) -> None: ...

class IndexDescription(Message):
    index_name: str
    indexID: int
    @property
    def params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    field_name: str
    indexed_rows: int
    total_rows: int
    state: int
    index_state_fail_reason: str
    pending_index_rows: int
    min_index_version: int
    max_index_version: int
    def __init__(
        self,
        *,
        index_name: str | None = ...,
        indexID: int | None = ...,
        params: Iterable[KeyValuePair] = ...,
        field_name: str | None = ...,
        indexed_rows: int | None = ...,
        total_rows: int | None = ...,
        state: int | None = ...,
        index_state_fail_reason: str | None = ...,
        pending_index_rows: int | None = ...,
        min_index_version: int | None = ...,
        max_index_version: int | None = ...,
    ) -> None: ...

class DropIndexRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    index_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        index_name: str | None = ...,
    ) -> None: ...

class AlterIndexRequest(Message):
    db_name: str
    collection_name: str
    index_name: str
    @property
    def extra_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    @property
    def delete_keys(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        index_name: str | None = ...,
        extra_params: Iterable[KeyValuePair] = ...,
        delete_keys: Iterable[str] = ...,
    ) -> None: ...

class GetIndexStatisticsRequest(Message):
    db_name: str
    collection_name: str
    index_name: str
    timestamp: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        index_name: str | None = ...,
        timestamp: int | None = ...,
    ) -> None: ...

class GetIndexStatisticsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def index_descriptions(self) -> RepeatedCompositeFieldContainer[IndexDescription]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        index_descriptions: Iterable[IndexDescription] = ...,
    ) -> None: ...

class GetIndexStateRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    index_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        index_name: str | None = ...,
    ) -> None: ...

class GetIndexStateResponse(Message):
    @property
    def status(self) -> Status: ...
    state: int
    fail_reason: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        state: int | None = ...,
        fail_reason: str | None = ...,
    ) -> None: ...

class GetIndexBuildProgressRequest(Message):
    db_name: str
    collection_name: str
    field_name: str
    index_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        field_name: str | None = ...,
        index_name: str | None = ...,
    ) -> None: ...

class GetIndexBuildProgressResponse(Message):
    @property
    def status(self) -> Status: ...
    indexed_rows: int
    total_rows: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        indexed_rows: int | None = ...,
        total_rows: int | None = ...,
    ) -> None: ...

# vectorm/wire/load.proto

class LoadCollectionRequest(Message):
    db_name: str
    collection_name: str
    replica_number: int
    @property
    def resource_groups(self) -> RepeatedScalarFieldContainer[str]: ...
    refresh: bool
    @property
    def load_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    skip_load_dynamic_field: bool
    @property
    def load_params(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        replica_number: int | None = ...,
        resource_groups: Iterable[str] = ...,
        refresh: bool | None = ...,
        load_fields: Iterable[str] = ...,
        skip_load_dynamic_field: bool | None = ...,
        load_params: Mapping[str, str] = ...,
    ) -> None: ...

class ReleaseCollectionRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class LoadPartitionsRequest(Message):
    db_name: str
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    replica_number: int
    @property
    def resource_groups(self) -> RepeatedScalarFieldContainer[str]: ...
    refresh: bool
    @property
    def load_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    skip_load_dynamic_field: bool
    @property
    def load_params(self) -> ScalarMap[str, str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        replica_number: int | None = ...,
        resource_groups: Iterable[str] = ...,
        refresh: bool | None = ...,
        load_fields: Iterable[str] = ...,
        skip_load_dynamic_field: bool | None = ...,
        load_params: Mapping[str, str] = ...,
    ) -> None: ...

class ReleasePartitionsRequest(Message):
    db_name: str
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
    ) -> None: ...

class GetLoadStateRequest(Message):
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    db_name: str
    def __init__(
        self,
        *,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        db_name: str | None = ...,
    ) -> None: ...

class GetLoadStateResponse(Message):
    @property
    def status(self) -> Status: ...
    state: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        state: int | None = ...,
    ) -> None: ...

class GetLoadingProgressRequest(Message):
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    db_name: str
    def __init__(
        self,
        *,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        db_name: str | None = ...,
    ) -> None: ...

class GetLoadingProgressResponse(Message):
    @property
    def status(self) -> Status: ...
    progress: int
    refresh_progress: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        progress: int | None = ...,
        refresh_progress: int | None = ...,
    ) -> None: ...

# vectorm/wire/partition.proto

class CreatePartitionRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
    ) -> None: ...

class DropPartitionRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
    ) -> None: ...

class HasPartitionRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
    ) -> None: ...

class ShowPartitionsRequest(Message):
    db_name: str
    collection_name: str
    collectionID: int
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    type: int
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        collectionID: int | None = ...,
        partition_names: Iterable[str] = ...,
        type: int | None = ...,
    ) -> None: ...

class ShowPartitionsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def partitionIDs(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def created_timestamps(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def created_utc_timestamps(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def inMemory_percentages(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        partition_names: Iterable[str] = ...,
        partitionIDs: Iterable[int] = ...,
        created_timestamps: Iterable[int] = ...,
        created_utc_timestamps: Iterable[int] = ...,
        inMemory_percentages: Iterable[int] = ...,
    ) -> None: ...

class GetPartitionStatisticsRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
    ) -> None: ...

class GetPartitionStatisticsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def stats(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        stats: Iterable[KeyValuePair] = ...,
    ) -> None: ...

# vectorm/wire/read.proto

class SearchRequest(Message):
    db_name: str
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    dsl: str
    placeholder_group: bytes
    @property
    def ids(self) -> IDs: ...
    dsl_type: int
    @property
    def output_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def search_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    travel_timestamp: int
    guarantee_timestamp: int
    nq: int
    not_return_all_meta: bool
    consistency_level: int
    use_default_consistency: bool
    search_by_primary_keys: bool
    @property
    def sub_reqs(self) -> RepeatedCompositeFieldContainer[SubSearchRequest]: ...
    @property
    def expr_template_values(self) -> MessageMap[str, TemplateValue]: ...
    @property
    def function_score(self) -> FunctionScore: ...
    namespace: str
    @property
    def highlighter(self) -> Highlighter: ...
    @property
    def search_aggregation(self) -> SearchAggregationSpec: ...
    @property
    def function_chains(self) -> RepeatedCompositeFieldContainer[FunctionChain]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        dsl: str | None = ...,
        placeholder_group: bytes | None = ...,
        ids: IDs | None = ...,
        dsl_type: int | None = ...,
        output_fields: Iterable[str] = ...,
        search_params: Iterable[KeyValuePair] = ...,
        travel_timestamp: int | None = ...,
        guarantee_timestamp: int | None = ...,
        nq: int | None = ...,
        not_return_all_meta: bool | None = ...,
        consistency_level: int | None = ...,
        use_default_consistency: bool | None = ...,
        search_by_primary_keys: bool | None = ...,
        sub_reqs: Iterable[SubSearchRequest] = ...,
        expr_template_values: Mapping[str, TemplateValue] = ...,
        function_score: FunctionScore | None = ...,
        namespace: str | None = ...,
        highlighter: Highlighter | None = ...,
        search_aggregation: SearchAggregationSpec | None = ...,
        function_chains: Iterable[FunctionChain] = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["search_input"] | str) -> Literal["placeholder_group", "ids"] | None: ...

class SubSearchRequest(Message):
    dsl: str
    placeholder_group: bytes
    dsl_type: int
    @property
    def search_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    nq: int
    @property
    def expr_template_values(self) -> MessageMap[str, TemplateValue]: ...
    namespace: str
    def __init__(
        self,
        *,
        dsl: str | None = ...,
        placeholder_group: bytes | None = ...,
        dsl_type: int | None = ...,
        search_params: Iterable[KeyValuePair] = ...,
        nq: int | None = ...,
        expr_template_values: Mapping[str, TemplateValue] = ...,
        namespace: str | None = ...,
    ) -> None: ...

class SearchResults(Message):
    @property
    def status(self) -> Status: ...
    @property
    def results(self) -> SearchResultData: ...
    collection_name: str
    session_ts: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        results: SearchResultData | None = ...,
        collection_name: str | None = ...,
        session_ts: int | None = ...,
    ) -> None: ...

class HybridSearchRequest(Message):
    db_name: str
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def requests(self) -> RepeatedCompositeFieldContainer[SearchRequest]: ...
    @property
    def rank_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    travel_timestamp: int
    guarantee_timestamp: int
    not_return_all_meta: bool
    @property
    def output_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    consistency_level: int
    use_default_consistency: bool
    @property
    def function_score(self) -> FunctionScore: ...
    namespace: str
    @property
    def function_chains(self) -> RepeatedCompositeFieldContainer[FunctionChain]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        requests: Iterable[SearchRequest] = ...,
        rank_params: Iterable[KeyValuePair] = ...,
        travel_timestamp: int | None = ...,
        guarantee_timestamp: int | None = ...,
        not_return_all_meta: bool | None = ...,
        output_fields: Iterable[str] = ...,
        consistency_level: int | None = ...,
        use_default_consistency: bool | None = ...,
        function_score: FunctionScore | None = ...,
        namespace: str | None = ...,
        function_chains: Iterable[FunctionChain] = ...,
    ) -> None: ...

class QueryRequest(Message):
    db_name: str
    collection_name: str
    expr: str
    @property
    def output_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    travel_timestamp: int
    guarantee_timestamp: int
    @property
    def query_params(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    not_return_all_meta: bool
    consistency_level: int
    use_default_consistency: bool
    @property
    def expr_template_values(self) -> MessageMap[str, TemplateValue]: ...
    namespace: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        expr: str | None = ...,
        output_fields: Iterable[str] = ...,
        partition_names: Iterable[str] = ...,
        travel_timestamp: int | None = ...,
        guarantee_timestamp: int | None = ...,
        query_params: Iterable[KeyValuePair] = ...,
        not_return_all_meta: bool | None = ...,
        consistency_level: int | None = ...,
        use_default_consistency: bool | None = ...,
        expr_template_values: Mapping[str, TemplateValue] = ...,
        namespace: str | None = ...,
    ) -> None: ...

class QueryResults(Message):
    @property
    def status(self) -> Status: ...
    @property
    def fields_data(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    collection_name: str
    @property
    def output_fields(self) -> RepeatedScalarFieldContainer[str]: ...
    session_ts: int
    primary_field_name: str
    @property
    def element_indices(self) -> RepeatedCompositeFieldContainer[ElementIndices]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        fields_data: Iterable[FieldData] = ...,
        collection_name: str | None = ...,
        output_fields: Iterable[str] = ...,
        session_ts: int | None = ...,
        primary_field_name: str | None = ...,
        element_indices: Iterable[ElementIndices] = ...,
    ) -> None: ...

class ElementIndices(Message):
    @property
    def indices(self) -> LongArray: ...
    def __init__(
        self,
        *,
        indices: LongArray | None = ...,
    ) -> None: ...

class PlaceholderGroup(Message):
    @property
    def placeholders(self) -> RepeatedCompositeFieldContainer[PlaceholderValue]: ...
    def __init__(
        self,
        *,
        placeholders: Iterable[PlaceholderValue] = ...,
    ) -> None: ...

class PlaceholderValue(Message):
    tag: str
    type: int
    @property
    def values(self) -> RepeatedScalarFieldContainer[bytes]: ...
    element_level: bool
    def __init__(
        self,
        *,
        tag: str | None = ...,
        type: int | None = ...,
        values: Iterable[bytes] = ...,
        element_level: bool | None = ...,
    ) -> None: ...

# vectorm/wire/replica.proto

class GetReplicasRequest(Message):
    collectionID: int
    with_shard_nodes: bool
    collection_name: str
    db_name: str
    def __init__(
        self,
        *,
        collectionID: int | None = ...,
        with_shard_nodes: bool | None = ...,
        collection_name: str | None = ...,
        db_name: str | None = ...,
    ) -> None: ...

class GetReplicasResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def replicas(self) -> RepeatedCompositeFieldContainer[ReplicaInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        replicas: Iterable[ReplicaInfo] = ...,
    ) -> None: ...

class ReplicaInfo(Message):
    replicaID: int
    collectionID: int
    @property
    def partition_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def shard_replicas(self) -> RepeatedCompositeFieldContainer[ShardReplica]: ...
    @property
    def node_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    resource_group_name: str
    @property
    def num_outbound_node(self) -> ScalarMap[str, int]: ...
    def __init__(
        self,
        *,
        replicaID: int | None = ...,
        collectionID: int | None = ...,
        partition_ids: Iterable[int] = ...,
        shard_replicas: Iterable[ShardReplica] = ...,
        node_ids: Iterable[int] = ...,
        resource_group_name: str | None = ...,
        num_outbound_node: Mapping[str, int] = ...,
    ) -> None: ...

class ShardReplica(Message):
    leaderID: int
    leader_addr: str
    dm_channel_name: str
    @property
    def node_ids(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        leaderID: int | None = ...,
        leader_addr: str | None = ...,
        dm_channel_name: str | None = ...,
        node_ids: Iterable[int] = ...,
    ) -> None: ...

# vectorm/wire/replicate.proto

class UpdateReplicateConfigurationRequest(Message):
    @property
    def replicate_configuration(self) -> ReplicateConfiguration: ...
    force_promote: bool
    def __init__(
        self,
        *,
        replicate_configuration: ReplicateConfiguration | None = ...,
        force_promote: bool | None = ...,
    ) -> None: ...

class ReplicateConfiguration(Message):
    @property
    def clusters(self) -> RepeatedCompositeFieldContainer[MilvusCluster]: ...
    @property
    def cross_cluster_topology(self) -> RepeatedCompositeFieldContainer[CrossClusterTopology]: ...
    def __init__(
        self,
        *,
        clusters: Iterable[MilvusCluster] = ...,
        cross_cluster_topology: Iterable[CrossClusterTopology] = ...,
    ) -> None: ...

class MilvusCluster(Message):
    cluster_id: str
    @property
    def connection_param(self) -> ConnectionParam: ...
    @property
    def pchannels(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        cluster_id: str | None = ...,
        connection_param: ConnectionParam | None = ...,
        pchannels: Iterable[str] = ...,
    ) -> None: ...

class ConnectionParam(Message):
    uri: str
    token: str
    def __init__(
        self,
        *,
        uri: str | None = ...,
        token: str | None = ...,
    ) -> None: ...

class CrossClusterTopology(Message):
    source_cluster_id: str
    target_cluster_id: str
    def __init__(
        self,
        *,
        source_cluster_id: str | None = ...,
        target_cluster_id: str | None = ...,
    ) -> None: ...

class GetReplicateConfigurationRequest(Message):
    def __init__(self) -> None: ...

class GetReplicateConfigurationResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def configuration(self) -> ReplicateConfiguration: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        configuration: ReplicateConfiguration | None = ...,
    ) -> None: ...

class GetReplicateInfoRequest(Message):
    source_cluster_id: str
    target_pchannel: str
    def __init__(
        self,
        *,
        source_cluster_id: str | None = ...,
        target_pchannel: str | None = ...,
    ) -> None: ...

class GetReplicateInfoResponse(Message):
    @property
    def checkpoint(self) -> ReplicateCheckpoint: ...
    @property
    def salvage_checkpoint(self) -> ReplicateCheckpoint: ...
    def __init__(
        self,
        *,
        checkpoint: ReplicateCheckpoint | None = ...,
        salvage_checkpoint: ReplicateCheckpoint | None = ...,
    ) -> None: ...

class ReplicateCheckpoint(Message):
    cluster_id: str
    pchannel: str
    @property
    def message_id(self) -> MessageID: ...
    time_tick: int
    def __init__(
        self,
        *,
        cluster_id: str | None = ...,
        pchannel: str | None = ...,
        message_id: MessageID | None = ...,
        time_tick: int | None = ...,
    ) -> None: ...

class DumpMessagesRequest(Message):
    pchannel: str
    @property
    def start_message_id(self) -> MessageID: ...
    start_timetick: int
    end_timetick: int
    include_start_message: bool
    def __init__(
        self,
        *,
        pchannel: str | None = ...,
        start_message_id: MessageID | None = ...,
        start_timetick: int | None = ...,
        end_timetick: int | None = ...,
        include_start_message: bool | None = ...,
    ) -> None: ...

class DumpMessagesResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def message(self) -> ImmutableMessage: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        message: ImmutableMessage | None = ...,
    ) -> None: ...
    def WhichOneof(self, oneof_group: Literal["response"] | str) -> Literal["status", "message"] | None: ...

# vectorm/wire/resource_group.proto

class ResourceGroupLimit(Message):
    node_num: int
    def __init__(
        self,
        *,
        node_num: int | None = ...,
    ) -> None: ...

class ResourceGroupTransfer(Message):
    resource_group: str
    def __init__(
        self,
        *,
        resource_group: str | None = ...,
    ) -> None: ...

class ResourceGroupNodeFilter(Message):
    @property
    def node_labels(self) -> RepeatedCompositeFieldContainer[KeyValuePair]: ...
    def __init__(
        self,
        *,
        node_labels: Iterable[KeyValuePair] = ...,
    ) -> None: ...

class ResourceGroupConfig(Message):
    @property
    def requests(self) -> ResourceGroupLimit: ...
    @property
    def limits(self) -> ResourceGroupLimit: ...
    @property
    def transfer_from(self) -> RepeatedCompositeFieldContainer[ResourceGroupTransfer]: ...
    @property
    def transfer_to(self) -> RepeatedCompositeFieldContainer[ResourceGroupTransfer]: ...
    @property
    def node_filter(self) -> ResourceGroupNodeFilter: ...
    def __init__(
        self,
        *,
        requests: ResourceGroupLimit | None = ...,
        limits: ResourceGroupLimit | None = ...,
        transfer_from: Iterable[ResourceGroupTransfer] = ...,
        transfer_to: Iterable[ResourceGroupTransfer] = ...,
        node_filter: ResourceGroupNodeFilter | None = ...,
    ) -> None: ...

class CreateResourceGroupRequest(Message):
    resource_group: str
    @property
    def config(self) -> ResourceGroupConfig: ...
    def __init__(
        self,
        *,
        resource_group: str | None = ...,
        config: ResourceGroupConfig | None = ...,
    ) -> None: ...

class UpdateResourceGroupsRequest(Message):
    @property
    def resource_groups(self) -> MessageMap[str, ResourceGroupConfig]: ...
    def __init__(
        self,
        *,
        resource_groups: Mapping[str, ResourceGroupConfig] = ...,
    ) -> None: ...

class DropResourceGroupRequest(Message):
    resource_group: str
    def __init__(
        self,
        *,
        resource_group: str | None = ...,
    ) -> None: ...

class ListResourceGroupsRequest(Message):
    def __init__(self) -> None: ...

class ListResourceGroupsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def resource_groups(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        resource_groups: Iterable[str] = ...,
    ) -> None: ...

class DescribeResourceGroupRequest(Message):
    resource_group: str
    def __init__(
        self,
        *,
        resource_group: str | None = ...,
    ) -> None: ...

class DescribeResourceGroupResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def resource_group(self) -> ResourceGroup: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        resource_group: ResourceGroup | None = ...,
    ) -> None: ...

class ResourceGroup(Message):
    name: str
    capacity: int
    num_available_node: int
    @property
    def num_loaded_replica(self) -> ScalarMap[str, int]: ...
    @property
    def num_outgoing_node(self) -> ScalarMap[str, int]: ...
    @property
    def num_incoming_node(self) -> ScalarMap[str, int]: ...
    @property
    def config(self) -> ResourceGroupConfig: ...
    @property
    def nodes(self) -> RepeatedCompositeFieldContainer[NodeInfo]: ...
    def __init__(
        self,
        *,
        name: str | None = ...,
        capacity: int | None = ...,
        num_available_node: int | None = ...,
        num_loaded_replica: Mapping[str, int] = ...,
        num_outgoing_node: Mapping[str, int] = ...,
        num_incoming_node: Mapping[str, int] = ...,
        config: ResourceGroupConfig | None = ...,
        nodes: Iterable[NodeInfo] = ...,
    ) -> None: ...

class NodeInfo(Message):
    node_id: int
    address: str
    hostname: str
    def __init__(
        self,
        *,
        node_id: int | None = ...,
        address: str | None = ...,
        hostname: str | None = ...,
    ) -> None: ...

class TransferNodeRequest(Message):
    source_resource_group: str
    target_resource_group: str
    num_node: int
    def __init__(
        self,
        *,
        source_resource_group: str | None = ...,
        target_resource_group: str | None = ...,
        num_node: int | None = ...,
    ) -> None: ...

class TransferReplicaRequest(Message):
    source_resource_group: str
    target_resource_group: str
    collection_name: str
    num_replica: int
    db_name: str
    def __init__(
        self,
        *,
        source_resource_group: str | None = ...,
        target_resource_group: str | None = ...,
        collection_name: str | None = ...,
        num_replica: int | None = ...,
        db_name: str | None = ...,
    ) -> None: ...

# vectorm/wire/segment.proto

class GetPersistentSegmentInfoRequest(Message):
    dbName: str
    collectionName: str
    @property
    def states(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        dbName: str | None = ...,
        collectionName: str | None = ...,
        states: Iterable[int] = ...,
    ) -> None: ...

class GetPersistentSegmentInfoResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def infos(self) -> RepeatedCompositeFieldContainer[PersistentSegmentInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        infos: Iterable[PersistentSegmentInfo] = ...,
    ) -> None: ...

class PersistentSegmentInfo(Message):
    segmentID: int
    collectionID: int
    partitionID: int
    num_rows: int
    state: int
    level: int
    is_sorted: bool
    storage_version: int
    insert_channel: str
    @property
    def compaction_from(self) -> RepeatedScalarFieldContainer[int]: ...
    def __init__(
        self,
        *,
        segmentID: int | None = ...,
        collectionID: int | None = ...,
        partitionID: int | None = ...,
        num_rows: int | None = ...,
        state: int | None = ...,
        level: int | None = ...,
        is_sorted: bool | None = ...,
        storage_version: int | None = ...,
        insert_channel: str | None = ...,
        compaction_from: Iterable[int] = ...,
    ) -> None: ...

class GetQuerySegmentInfoRequest(Message):
    dbName: str
    collectionName: str
    def __init__(
        self,
        *,
        dbName: str | None = ...,
        collectionName: str | None = ...,
    ) -> None: ...

class GetQuerySegmentInfoResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def infos(self) -> RepeatedCompositeFieldContainer[QuerySegmentInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        infos: Iterable[QuerySegmentInfo] = ...,
    ) -> None: ...

class QuerySegmentInfo(Message):
    segmentID: int
    collectionID: int
    partitionID: int
    mem_size: int
    num_rows: int
    index_name: str
    indexID: int
    nodeID: int
    state: int
    @property
    def nodeIds(self) -> RepeatedScalarFieldContainer[int]: ...
    level: int
    is_sorted: bool
    storage_version: int
    def __init__(
        self,
        *,
        segmentID: int | None = ...,
        collectionID: int | None = ...,
        partitionID: int | None = ...,
        mem_size: int | None = ...,
        num_rows: int | None = ...,
        index_name: str | None = ...,
        indexID: int | None = ...,
        nodeID: int | None = ...,
        state: int | None = ...,
        nodeIds: Iterable[int] = ...,
        level: int | None = ...,
        is_sorted: bool | None = ...,
        storage_version: int | None = ...,
    ) -> None: ...

class LoadBalanceRequest(Message):
    src_nodeID: int
    @property
    def dst_nodeIDs(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def sealed_segmentIDs(self) -> RepeatedScalarFieldContainer[int]: ...
    collectionName: str
    db_name: str
    def __init__(
        self,
        *,
        src_nodeID: int | None = ...,
        dst_nodeIDs: Iterable[int] = ...,
        sealed_segmentIDs: Iterable[int] = ...,
        collectionName: str | None = ...,
        db_name: str | None = ...,
    ) -> None: ...

# vectorm/wire/snapshot.proto

class CreateSnapshotRequest(Message):
    name: str
    description: str
    db_name: str
    collection_name: str
    compaction_protection_seconds: int
    def __init__(
        self,
        *,
        name: str | None = ...,
        description: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        compaction_protection_seconds: int | None = ...,
    ) -> None: ...

class DropSnapshotRequest(Message):
    name: str
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class ListSnapshotsRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class ListSnapshotsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def snapshots(self) -> RepeatedScalarFieldContainer[str]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        snapshots: Iterable[str] = ...,
    ) -> None: ...

class DescribeSnapshotRequest(Message):
    name: str
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class DescribeSnapshotResponse(Message):
    @property
    def status(self) -> Status: ...
    name: str
    description: str
    collection_name: str
    @property
    def partition_names(self) -> RepeatedScalarFieldContainer[str]: ...
    create_ts: int
    s3_location: str
    def __init__(
        self,
        *,
        status: Status | None = ...,
        name: str | None = ...,
        description: str | None = ...,
        collection_name: str | None = ...,
        partition_names: Iterable[str] = ...,
        create_ts: int | None = ...,
        s3_location: str | None = ...,
    ) -> None: ...

class RestoreSnapshotRequest(Message):
    name: str
    db_name: str
    collection_name: str
    rewrite_data: bool
    target_db_name: str
    target_collection_name: str
    def __init__(
        self,
        *,
        name: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        rewrite_data: bool | None = ...,
        target_db_name: str | None = ...,
        target_collection_name: str | None = ...,
    ) -> None: ...

class RestoreSnapshotResponse(Message):
    @property
    def status(self) -> Status: ...
    job_id: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        job_id: int | None = ...,
    ) -> None: ...

class GetRestoreSnapshotStateRequest(Message):
    job_id: int
    def __init__(
        self,
        *,
        job_id: int | None = ...,
    ) -> None: ...

class GetRestoreSnapshotStateResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def info(self) -> RestoreSnapshotInfo: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        info: RestoreSnapshotInfo | None = ...,
    ) -> None: ...

class RestoreSnapshotInfo(Message):
    job_id: int
    snapshot_name: str
    db_name: str
    collection_name: str
    state: int
    progress: int
    reason: str
    start_time: int
    time_cost: int
    def __init__(
        self,
        *,
        job_id: int | None = ...,
        snapshot_name: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        state: int | None = ...,
        progress: int | None = ...,
        reason: str | None = ...,
        start_time: int | None = ...,
        time_cost: int | None = ...,
    ) -> None: ...

class ListRestoreSnapshotJobsRequest(Message):
    db_name: str
    collection_name: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
    ) -> None: ...

class ListRestoreSnapshotJobsResponse(Message):
    @property
    def status(self) -> Status: ...
    @property
    def jobs(self) -> RepeatedCompositeFieldContainer[RestoreSnapshotInfo]: ...
    def __init__(
        self,
        *,
        status: Status | None = ...,
        jobs: Iterable[RestoreSnapshotInfo] = ...,
    ) -> None: ...

class PinSnapshotDataRequest(Message):
    name: str
    db_name: str
    collection_name: str
    ttl_seconds: int
    def __init__(
        self,
        *,
        name: str | None = ...,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        ttl_seconds: int | None = ...,
    ) -> None: ...

class PinSnapshotDataResponse(Message):
    @property
    def status(self) -> Status: ...
    pin_id: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        pin_id: int | None = ...,
    ) -> None: ...

class UnpinSnapshotDataRequest(Message):
    pin_id: int
    def __init__(
        self,
        *,
        pin_id: int | None = ...,
    ) -> None: ...

# vectorm/wire/write.proto

class InsertRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    @property
    def fields_data(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    @property
    def hash_keys(self) -> RepeatedScalarFieldContainer[int]: ...
    num_rows: int
    schema_timestamp: int
    namespace: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
        fields_data: Iterable[FieldData] = ...,
        hash_keys: Iterable[int] = ...,
        num_rows: int | None = ...,
        schema_timestamp: int | None = ...,
        namespace: str | None = ...,
    ) -> None: ...

class MutationResult(Message):
    @property
    def status(self) -> Status: ...
    @property
    def IDs(self) -> _IDs: ...
    @property
    def succ_index(self) -> RepeatedScalarFieldContainer[int]: ...
    @property
    def err_index(self) -> RepeatedScalarFieldContainer[int]: ...
    acknowledged: bool
    insert_cnt: int
    delete_cnt: int
    upsert_cnt: int
    timestamp: int
    def __init__(
        self,
        *,
        status: Status | None = ...,
        IDs: _IDs | None = ...,
        succ_index: Iterable[int] = ...,
        err_index: Iterable[int] = ...,
        acknowledged: bool | None = ...,
        insert_cnt: int | None = ...,
        delete_cnt: int | None = ...,
        upsert_cnt: int | None = ...,
        timestamp: int | None = ...,
    ) -> None: ...

class UpsertRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    @property
    def fields_data(self) -> RepeatedCompositeFieldContainer[FieldData]: ...
    @property
    def hash_keys(self) -> RepeatedScalarFieldContainer[int]: ...
    num_rows: int
    schema_timestamp: int
    partial_update: bool
    namespace: str
    @property
    def field_ops(self) -> RepeatedCompositeFieldContainer[FieldPartialUpdateOp]: ...
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
        fields_data: Iterable[FieldData] = ...,
        hash_keys: Iterable[int] = ...,
        num_rows: int | None = ...,
        schema_timestamp: int | None = ...,
        partial_update: bool | None = ...,
        namespace: str | None = ...,
        field_ops: Iterable[FieldPartialUpdateOp] = ...,
    ) -> None: ...

class DeleteRequest(Message):
    db_name: str
    collection_name: str
    partition_name: str
    expr: str
    @property
    def hash_keys(self) -> RepeatedScalarFieldContainer[int]: ...
    consistency_level: int
    @property
    def expr_template_values(self) -> MessageMap[str, TemplateValue]: ...
    namespace: str
    def __init__(
        self,
        *,
        db_name: str | None = ...,
        collection_name: str | None = ...,
        partition_name: str | None = ...,
        expr: str | None = ...,
        hash_keys: Iterable[int] = ...,
        consistency_level: int | None = ...,
        expr_template_values: Mapping[str, TemplateValue] = ...,
        namespace: str | None = ...,
    ) -> None: ...
_IDs: TypeAlias = IDs
