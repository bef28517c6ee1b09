import { type Answered, type Mailbox, withAnswer } from './mailbox.ts';

export function memoryMailbox(): Mailbox {
  const boxes = new Map<string, string>();
  const answers = new Map<string, Answered[]>();
  return {
    incidentOf: async (box) => boxes.get(box),
    async open(box, incident) {
      const there = boxes.get(box) ?? incident;
      boxes.set(box, there);
      return there;
    },
    answers: async (incident) => answers.get(incident) ?? [],
    async answer(incident, answer) {
      const all = withAnswer(answers.get(incident) ?? [], answer);
      answers.set(incident, all);
      return all;
    },
  };
}
