import { describe, expect, it } from "vitest";
import { ApiError } from "../src/api/client";
import { EventParser, readTask } from "../src/api/task";

function streamOf(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

describe("EventParser", () => {
  const text = 'event: progress\ndata: {"done":1}\n\n: a comment\nevent: result\ndata: {"a":\ndata: 2}\n\n';
  const wanted = [
    { event: "progress", data: '{"done":1}' },
    { event: "result", data: '{"a":\n2}' },
  ];

  it("reads events however the text is cut", () => {
    for (let size = 1; size <= text.length; size++) {
      const parser = new EventParser();
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...parser.push(text.slice(at, at + size)));
      expect(found).toEqual(wanted);
    }
  });

  it("knows all three line ends, also when cut between CR and LF", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const other = text.replaceAll("\n", end) + end;
      for (let size = 1; size <= 7; size++) {
        const parser = new EventParser();
        const found = [];
        for (let at = 0; at < other.length; at += size) found.push(...parser.push(other.slice(at, at + size)));
        // A lone CR at the very end waits for what may follow it.
        expect(found.slice(0, 2)).toEqual(wanted);
      }
    }
  });

  it("takes an event without a name as a message, and none without data", () => {
    const parser = new EventParser();
    expect(parser.push("event: x\n\ndata:y\n\n")).toEqual([{ event: "message", data: "y" }]);
  });
});

describe("readTask", () => {
  it("tells progress and partial results, and ends with the result", async () => {
    const seen: unknown[] = [];
    const answer = await readTask<{ n: number }>(
      streamOf(
        'event: progress\ndata: {"done":512,"wanted":1000,"seconds_left":1}\n\nevent: par',
        'tial\ndata: {"n":1}\n\nevent: result\ndata: {"run":null,"seconds":2,"result":{"n":3}}\n\n',
      ),
      { progress: (progress) => seen.push(progress.done), partial: (result) => seen.push(result.n) },
    );
    expect(seen).toEqual([512, 1]);
    expect(answer).toEqual({ run: null, seconds: 2, result: { n: 3 } });
  });

  it("throws the problem of the server", async () => {
    const stream = streamOf('event: problem\ndata: {"type":"x","title":"no such policy","status":422}\n\n');
    await expect(readTask(stream, {})).rejects.toSatisfy(
      (error) => error instanceof ApiError && error.problem.title === "no such policy" && error.problem.status === 422,
    );
  });

  it("does not take a broken stream for a result", async () => {
    await expect(readTask(streamOf('event: partial\ndata: {"n":1}\n\n'), {})).rejects.toBeInstanceOf(ApiError);
  });
});
