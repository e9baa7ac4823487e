/** A remote-write body, as small as one can be: protobuf by hand, and snappy that only copies literals. */

function varint(n) {
  const out = [];
  let left = BigInt(n);
  while (left >= 128n) {
    out.push(Number(left & 127n) | 128);
    left >>= 7n;
  }
  return Buffer.from([...out, Number(left)]);
}
const bytes = (field, body) => Buffer.concat([varint((field << 3) | 2), varint(body.length), body]);
const text = (field, value) => bytes(field, Buffer.from(value));

function sample(value, at) {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(value);
  return bytes(2, Buffer.concat([varint((1 << 3) | 1), double, varint(2 << 3), varint(at)]));
}

function snappy(plain) {
  const parts = [varint(plain.length)];
  for (let at = 0; at < plain.length; at += 65_536) {
    const piece = plain.subarray(at, at + 65_536);
    const size = Buffer.alloc(2);
    size.writeUInt16LE(piece.length - 1);
    parts.push(Buffer.from([61 << 2]), size, piece);
  }
  return Buffer.concat(parts);
}

/** `series`: [{labels: {name: value}, samples: [[value, epoch ms], ...]}]. */
export function writeRequest(series) {
  const all = series.map(({ labels, samples }) =>
    bytes(1, Buffer.concat([
      ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => bytes(1, Buffer.concat([text(1, name), text(2, value)]))),
      ...samples.map(([value, at]) => sample(value, at)),
    ])));
  return snappy(Buffer.concat(all));
}

export async function write(server, series) {
  const reply = await fetch(`${server.url}/api/v1/write`, {
    method: "POST",
    headers: { "Content-Type": "application/x-protobuf", "Content-Encoding": "snappy", "X-Prometheus-Remote-Write-Version": "0.1.0" },
    body: writeRequest(series),
  });
  if (!reply.ok) throw new Error(`remote write: ${reply.status} ${await reply.text()}`);
}
