"""Run by the interpreter of OpenTAXII's own environment: a TAXII 2.1 server on this machine with one collection.

Arguments: port, a folder for its databases. The file ``collection`` there holds the path of the collection once it is
ready.
"""

from __future__ import annotations

import sys
from pathlib import Path

CONFIG = """
domain: "127.0.0.1:{port}"
support_basic_auth: yes
auth_api:
  class: opentaxii.auth.sqldb.SQLDatabaseAPI
  parameters: {{db_connection: "sqlite:///{folder}/auth.db", create_tables: yes, secret: "for-this-test-only"}}
taxii1:
taxii2:
  persistence_api:
    class: opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI
    parameters: {{db_connection: "sqlite:///{folder}/data.db", create_tables: yes}}
  title: "A server to push to"
  public_discovery: true
  max_content_length: 209715200
logging: {{opentaxii: error, root: error}}
"""
USER, PASSWORD = "ada", "a password for this test"


def main(port: int, folder: Path) -> None:
    from opentaxii.config import ServerConfig
    from opentaxii.middleware import create_app
    from opentaxii.server import TAXIIServer

    place = folder / "config.yml"
    place.write_text(CONFIG.format(port=port, folder=folder))
    server = TAXIIServer(ServerConfig(extra_configs=[str(place)]))
    app = create_app(server)
    with app.app_context():
        server.auth.api.create_account(USER, PASSWORD, is_admin=True)
        store = server.servers.taxii2.persistence.api
        root = store.add_api_root(title="root", default=True)
        made = store.add_collection(api_root_id=str(root.id), title="cases")
    (folder / "collection").write_text(f"/taxii2/{root.id}/collections/{made.id}/")
    app.run("127.0.0.1", port, use_reloader=False, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
