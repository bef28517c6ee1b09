import { answersTo, fileAnonymously } from '../../core/incident/anonymous.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { httpApi } from '../shared/http.ts';
import { parts } from './parts.ts';
import { routes } from './routes.ts';

export const handler = httpApi({
  routes,
  disclosure: parts.disclosure,
  // It has no route that asks who calls, and looks at nothing that would say.
  recognise: () => Promise.reject(new SluiceError('this function recognises nobody')),
  answers: {
    fileAnonymously: ({ body }) => fileAnonymously(parts, body),
    readAnswer: ({ body: { receipt } }) => answersTo(parts, receipt),
  },
});
