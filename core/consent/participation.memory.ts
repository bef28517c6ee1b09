import type { ParticipationNote, Told } from './participation.ts';

export function memoryParticipationNote(): ParticipationNote {
  let noted: { day: string; told: Told } | undefined;
  return {
    read: async () => structuredClone(noted),
    async write(day, told) {
      if (noted === undefined || noted.day < day) noted = { day, told: structuredClone(told) };
    },
  };
}
