import type { Readable } from 'node:stream';
import { agentsIn } from './agents.ts';
import { EXIT, UsageError } from './options.ts';
import { doorOf, LONGEST_TASK, type TaskAnswer, type TaskOrder, tellTask } from './task.ts';

const SAYS: Readonly<Record<TaskAnswer, string>> = {
  kept: 'noted',
  'not-collected': 'not noted: the program asks for no tasks, or nothing is recorded now (sluice-agent status)',
  'no-task': 'not noted: no task was begun since the agent was started',
  'not-kept': 'not noted: the agent did not take it (sluice-agent status)',
  unreadable: 'not noted: the agent that runs is of another version',
};

const NO_DOOR =
  'not noted: there is no place to tell it that is yours alone (on Windows; or the state folder has a long path, and XDG_RUNTIME_DIR is not set)';

/** Words of the command line, or a line of the input. @throws UsageError there are none, or too many */
export async function taskWords(words: readonly string[], input: Readable): Promise<string> {
  let text = words.join(' ').trim();
  if (words.length === 0) {
    for await (const chunk of input.setEncoding('utf8')) {
      text += chunk;
      if (text.includes('\n') || text.length > LONGEST_TASK) break;
    }
    text = text.split('\n')[0]!.trim();
  }
  if (text === '') throw new UsageError('task: say in words what you are about to do');
  if (text.length > LONGEST_TASK) throw new UsageError(`task: ${LONGEST_TASK} characters at most`);
  return text;
}

/** Tells the agents that run here. @returns the exit code @throws UsageError none runs */
export async function taskHere(
  { state, device }: { state: string; device?: string },
  asked: TaskOrder,
  write: (line: string) => void,
): Promise<number> {
  const agents = agentsIn(state).filter((agent) => agent.running && (device === undefined || agent.device === device));
  if (agents.length === 0) throw new UsageError(`no agent runs with ${state}`);
  let code: number = EXIT.done;
  for (const agent of agents) {
    const door = doorOf(agent.folder);
    const answer = door === undefined ? undefined : await tellTask(door, asked);
    const silent = door === undefined ? NO_DOOR : 'not noted: the agent does not answer';
    write(`${agent.device}: ${answer === undefined ? silent : SAYS[answer]}`);
    if (answer !== 'kept') code = EXIT.failed;
  }
  return code;
}
