"""`VolumeManager`: the volumes of a project of Zilliz Cloud."""

from typing import TYPE_CHECKING

from vectorm.bulk_writer import volume_restful
from vectorm.client.keywords import checked_methods

if TYPE_CHECKING:
    import requests


@checked_methods
class VolumeManager:
    """Creates, describes, lists and deletes volumes.

    Args:
        cloud_endpoint: `https://api.cloud.zilliz.com`, in China `https://api.cloud.zilliz.com.cn`.
        api_key: API key of the organisation or cluster.
    """

    def __init__(self, cloud_endpoint: str, api_key: str) -> None:
        self.cloud_endpoint = cloud_endpoint
        self.api_key = api_key

    def create_volume(
        self,
        project_id: str,
        region_id: str,
        volume_name: str,
        volume_type: str | None = None,
        storage_integration_id: str | None = None,
        path: str | None = None,
    ) -> "requests.Response":
        """Create a volume.

        Args:
            project_id: Project.
            region_id: Region.
            volume_name: Its name.
            volume_type: MANAGED (what the server takes if None) or EXTERNAL.
            storage_integration_id: Storage integration, for EXTERNAL.
            path: Folder of the storage integration, for EXTERNAL; ends with a slash.

        Raises:
            ServerError: The server refused; has its code and message.
        """
        return volume_restful.create_volume(
            self.cloud_endpoint,
            self.api_key,
            project_id,
            region_id,
            volume_name,
            volume_type,
            storage_integration_id,
            path,
        )

    def delete_volume(self, volume_name: str) -> None:
        """Delete a volume."""
        volume_restful.delete_volume(self.cloud_endpoint, self.api_key, volume_name)

    def describe_volume(self, volume_name: str) -> "requests.Response":
        """What a volume is."""
        return volume_restful.describe_volume(self.cloud_endpoint, self.api_key, volume_name)

    def list_volumes(
        self, project_id: str, current_page: int = 1, page_size: int = 10, volume_type: str | None = None
    ) -> "requests.Response":
        """Volumes of a project, by pages; `volume_type` MANAGED or EXTERNAL, None for both."""
        return volume_restful.list_volumes(
            self.cloud_endpoint, self.api_key, project_id, current_page, page_size, volume_type
        )
