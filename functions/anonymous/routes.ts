import { fileAnonymously, readAnswer } from '../../api/anonymous.ts';

export const routes = { fileAnonymously, readAnswer };
