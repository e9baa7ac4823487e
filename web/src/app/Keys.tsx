import { Kbd, Modal, Table } from "@mantine/core";
import "@mantine/core/styles/Modal.css";
import "@mantine/core/styles/Table.css";

/** What `?` shows. */
export function Keys({ keys, onClose }: { keys: readonly [string, string][]; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" lockScroll={false} closeButtonProps={{ "aria-label": "Close" }} transitionProps={{ duration: 100 }}>
      <Table>
        <Table.Tbody>
          {keys.map(([key, what]) => (
            <Table.Tr key={key}><Table.Td w={120}><Kbd>{key}</Kbd></Table.Td><Table.Td>{what}</Table.Td></Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
