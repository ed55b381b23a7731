// A client as the TypeScript one is: fetch, then response.json(). It reads
// commands from standard input and answers each with one line of JSON.
import { createInterface } from "node:readline";

const [base, key] = process.argv.slice(2);

async function post(path, body) {
  const response = await fetch(base + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.ok) throw new Error(`${answer.code} ${answer.message}`);
  return answer.data;
}

async function calls(callers, count, postId) {
  const caller = async (_, nth) => {
    for (let i = 0; i < Math.floor((count + nth) / callers); i++) {
      const data = await post("/post/status", { postId });
      if (data.post_id !== postId) throw new Error(JSON.stringify(data));
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return count;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...args] = line.split(" ");
  const records = command === "calls"
    ? await calls(Number(args[0]), Number(args[1]), args[2])
    : (await post("/stats/posts", {})).length;
  console.log(JSON.stringify({ records, resident: process.resourceUsage().maxRSS * 1024 }));
}
