/**
 * One branch of an investigation, as the workflow's map walks it: look after look, until there is an answer. A look that fails or hangs is
 * tried again, and then the branch ends where people are told of it and its question stays open. It never fails the map: the others go on,
 * and the gates stay as they are, since nothing here can move one.
 */

type State = Record<string, unknown>;

interface LookingParts {
  investigate: string;
  alerts: string;
}

/** Branches that look at a time: more would slow each other down, over one table and one ledger. */
export const AT_ONCE = 5;
/** Looks of one branch, of minutes each: some millions of segments. */
const MOST_LOOKS = 5;

const LOOK = 'Look into this branch';
const LOOKED = 'Has this branch come to its end?';
const COUNT_LOOKS = 'Count the looks of this branch';
const TOO_MANY = 'Has this branch looked often enough?';
const ANSWERED = 'This branch has its answer';
const FAILED = 'Tell people that this branch failed and its question stays open';
const NOT_KNOWN = 'This branch is not known: it failed, and is never clean';

export const lookingInto = ({ investigate, alerts }: LookingParts) => ({
  StartAt: LOOK,
  States: {
    [LOOK]: {
      Comment: 'No contents. What it answers is evidence under lock, by name.',
      Type: 'Task',
      Resource: investigate,
      Parameters: {
        task: 'look',
        'incident.$': '$.incident',
        'branch.$': '$.branch',
        'from.$': '$.answer.at',
      },
      ResultPath: '$.answer',
      TimeoutSeconds: 900,
      Retry: [
        { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2, JitterStrategy: 'FULL' },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: FAILED }],
      Next: LOOKED,
    },
    [LOOKED]: {
      Comment: 'An answer that this page does not know is a failure, never a way on.',
      Type: 'Choice',
      Choices: [
        { Variable: '$.answer.outcome', StringEquals: 'looked', Next: ANSWERED },
        { Variable: '$.answer.outcome', StringEquals: 'more', Next: COUNT_LOOKS },
      ],
      Default: FAILED,
    },
    [COUNT_LOOKS]: {
      Type: 'Pass',
      Parameters: { 'count.$': 'States.MathAdd($.looks.count, 1)' },
      ResultPath: '$.looks',
      Next: TOO_MANY,
    },
    [TOO_MANY]: {
      Comment: 'What is too much to be looked at is not known.',
      Type: 'Choice',
      Choices: [{ Variable: '$.looks.count', NumericGreaterThan: MOST_LOOKS - 1, Next: FAILED }],
      Default: LOOK,
    },
    [ANSWERED]: {
      Type: 'Pass',
      Parameters: { 'branch.$': '$.branch', 'at.$': '$.answer.at' },
      End: true,
    },
    [FAILED]: {
      Comment: 'Beside the alarm. Who is told nothing finds it in the findings.',
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: {
        TopicArn: alerts,
        'Message.$': `States.Format('${MESSAGE}', $.incident, $.branch)`,
      },
      ResultPath: null,
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: NOT_KNOWN }],
      Next: NOT_KNOWN,
    },
    [NOT_KNOWN]: {
      Type: 'Pass',
      Parameters: { 'branch.$': '$.branch' },
      End: true,
    },
  } satisfies Record<string, State>,
});

/** What to do next is in the runbook of the branch: docs/runbooks.md, "A branch of an investigation is not known". */
const MESSAGE =
  'Incident {}: the branch {} of its investigation failed, and is not known. The gates stay as they are. What to do: runbooks, A branch is not known.';
