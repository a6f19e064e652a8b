/** The rarest command of each session. */

import type { Sessions } from "./sessions";

const known = new WeakMap<Sessions, Uint32Array>();

/** Of each session's rarest window the command that is in the fewest sessions; of the session where there is no window. */
export function rarestCommand(sessions: Sessions): (row: number) => number {
  let found = known.get(sessions);
  if (!found) {
    const uses = commandUses(sessions);
    found = Uint32Array.from({ length: sessions.count }, (_, row) => {
      const window = sessions.windowCommands(row);
      return fewest(window.length > 0 ? window : sessions.commands(row), uses);
    });
    known.set(sessions, found);
  }
  const commands = found;
  return (row) => commands[row] ?? 0;
}

function fewest(commands: ArrayLike<number>, uses: Uint32Array): number {
  let best = commands[0] ?? 0;
  for (let index = 1; index < commands.length; index++) {
    const command = commands[index] ?? 0;
    if ((uses[command] ?? 0) < (uses[best] ?? 0)) best = command;
  }
  return best;
}

/** In how many sessions each command is. */
function commandUses(sessions: Sessions): Uint32Array {
  const uses = new Uint32Array(sessions.page.commands.length);
  for (let row = 0; row < sessions.count; row++) {
    const commands = sessions.commands(row);
    for (let index = 0; index < commands.length; index++) {
      const command = commands[index] ?? 0;
      uses[command] = (uses[command] ?? 0) + 1;
    }
  }
  return uses;
}
