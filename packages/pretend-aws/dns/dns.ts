// An authoritative DNS server on loopback, UDP and TCP on one port. It carries what `answer` says and
// knows nothing about zones.

import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import { recordData } from "./record-data.ts";

export interface DnsQuestion {
  /** Without the last dot, in the case that was asked. */
  readonly name: string;
  /** "A", "CNAME", … */
  readonly type: string;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** As in a zone file: "10 mail.example.com." */
  readonly value: string;
}

export interface DnsAnswer {
  readonly rcode: "NOERROR" | "NXDOMAIN" | "REFUSED";
  readonly isAuthoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
}

export interface DnsServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** What UDP carries without EDNS, and the most it carries here with EDNS. */
const PLAIN_UDP_BYTES = 512;
const EDNS_UDP_BYTES = 1232;
const RCODES = { NOERROR: 0, FORMERR: 1, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 };
/** A port that is free for TCP may be taken for UDP. */
const PORT_TRIES = 20;

type Answers = (question: DnsQuestion) => DnsAnswer;

export async function serveDns({ answer }: { answer: Answers }): Promise<DnsServer> {
  for (let attempt = 1; ; attempt++) {
    const tcp = await listenTcp(answer);
    const address = tcp.server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    try {
      const udp = await listenUdp(answer, port);
      return { host: HOST, port, close: () => closeBoth(udp, tcp) };
    } catch (error) {
      await closeTcp(tcp);
      if (attempt === PORT_TRIES) throw error;
    }
  }
}

/** The answer to one message; null when it is no question at all. */
export function respond(message: Buffer, answer: Answers, isUdp: boolean): Buffer | null {
  const query = read(message);
  if (query === null) return refuseUnread(message);
  if (query.type !== "query") return null;
  const edns = query.additionals?.find((record) => record.type === "OPT");
  const said = reply(query, answer);
  const packet: Packet = {
    ...said,
    type: "response",
    id: query.id ?? 0,
    questions: query.questions ?? [],
    flags: (said.flags ?? 0) | ((query.flags ?? 0) & RECURSION_DESIRED),
    additionals: edns === undefined ? [] : [optRecord()],
  };
  const bytes = encode(packet);
  if (!isUdp || bytes.length <= mostBytes(edns)) return bytes;
  return encode({
    ...packet,
    flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE,
    answers: [],
    authorities: [],
  });
}

function reply(query: Packet & { opcode?: string }, answer: Answers): Packet {
  const [question, ...more] = query.questions ?? [];
  if (query.opcode !== undefined && query.opcode !== "QUERY") return { flags: RCODES.NOTIMP };
  if (question === undefined || more.length > 0) return { flags: RCODES.FORMERR };
  if ((question.class ?? "IN") !== "IN") return { flags: RCODES.REFUSED };
  if (["ANY", "AXFR", "IXFR"].includes(question.type)) return { flags: RCODES.NOTIMP };
  const said = answer({ name: question.name, type: question.type });
  return {
    flags: RCODES[said.rcode] | (said.isAuthoritative ? AUTHORITATIVE_ANSWER : 0),
    answers: said.answers.map(toWire),
    authorities: said.authority.map(toWire),
  };
}

function toWire({ name, type, ttl, value }: DnsRecord): Answer {
  return { name, type, ttl, class: "IN", data: recordData(type, value) } as Answer;
}

function optRecord(): Answer {
  const opt = {
    type: "OPT",
    name: ".",
    udpPayloadSize: EDNS_UDP_BYTES,
    extendedRcode: 0,
    ednsVersion: 0,
  };
  return { ...opt, flags: 0, flag_do: false, options: [] } as unknown as Answer;
}

function mostBytes(edns: Answer | undefined): number {
  if (edns?.type !== "OPT") return PLAIN_UDP_BYTES;
  return Math.min(EDNS_UDP_BYTES, Math.max(PLAIN_UDP_BYTES, edns.udpPayloadSize));
}

function read(message: Buffer): Packet | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}

function refuseUnread(message: Buffer): Buffer | null {
  const isQuery = message.length >= 12 && (message.readUInt8(2) & 0x80) === 0;
  if (!isQuery) return null;
  return encode({ type: "response", id: message.readUInt16BE(0), flags: RCODES.FORMERR });
}

async function listenUdp(answer: Answers, port: number): Promise<UdpSocket> {
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const response = respond(message, answer, true);
    if (response !== null) socket.send(response, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, HOST, resolve);
  });
  return socket;
}

interface Tcp {
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

async function listenTcp(answer: Answers): Promise<Tcp> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return { server, sockets };
}

/** Each message follows its length in two bytes. */
function converse(socket: Socket, answer: Answers): void {
  let pending = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0);
      const response = respond(pending.subarray(2, end), answer, false);
      pending = pending.subarray(end);
      if (response === null) return void socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(response.length);
      socket.write(Buffer.concat([length, response]));
    }
  });
}

async function closeBoth(udp: UdpSocket, tcp: Tcp): Promise<void> {
  await new Promise<void>((resolve) => udp.close(() => resolve()));
  await closeTcp(tcp);
}

function closeTcp({ server, sockets }: Tcp): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
