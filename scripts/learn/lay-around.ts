/**
 * layAround: what makes `work/` a folder that an editor understands: strict types, lint, a word on what it is. Called
 * when a lesson begins and before a check. What is there already is the learner's and stays.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const TSCONFIG = `{
  "extends": "../tsconfig.json",
  "compilerOptions": {
    // Code that is half written has names that nothing uses yet.
    "noUnusedLocals": false,
    "noUnusedParameters": false
  },
  "include": ["src", "examples"],
  "exclude": []
}
`;

const BIOME = `{
  "extends": ["../biome.json"],
  "vcs": { "enabled": false }
}
`;

const README = `# Your framework

\`src\` and \`examples\` are yours: what you write in the lessons of the course. \`npm run learn\`, in the folder above,
lays what a lesson gives you, tests what you wrote and keeps whatever it replaces (\`npm run learn undo\`).
Nothing in here is part of the course's repository, so commit it elsewhere if you like.
`;

const AROUND = { "tsconfig.json": TSCONFIG, "biome.json": BIOME, "README.md": README };

export function layAround(work: string): void {
  mkdirSync(work, { recursive: true });
  for (const [name, text] of Object.entries(AROUND)) {
    const path = join(work, name);
    if (!existsSync(path)) writeFileSync(path, text);
  }
}
