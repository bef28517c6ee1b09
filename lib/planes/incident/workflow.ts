import { BRANCH_NAMES } from '../../../core/investigation/table.ts';
import { AT_ONCE, lookingInto } from './looking.ts';

/**
 * The workflow of an incident in Amazon States Language. It routes on what tasks answer and decides nothing: deciding is
 * `core/incident`. State names are sentences that whoever is on call can read in the console.
 *
 * Every task may be run again, so whatever fails, people are told and all of it starts over, after a wait that doubles; meanwhile the
 * gates stay as they are: closed. Nothing here can open a gate but the task `resume`, which checks everything itself; once begun it is
 * gone back to, since one gate may be open then. An execution ends by itself long before its history is full (25,000 events), or when
 * a step keeps failing: the schedule of the investigate function starts the incident's next one. `test/infra/workflow.test.ts` walks every
 * edge of this page.
 */

export interface WorkflowParts {
  /** ARN of the function that runs the tasks. */
  investigate: string;
  /** ARN of the function that erases what an ended program has kept. */
  termination: string;
  /** ARN of the topic that tells people. */
  alerts: string;
}

type State = Record<string, unknown>;

/**
 * How long one wait for approvals lasts, seconds; then it is looked anew whether they are there. A state machine that is deleted goes
 * only when its executions take their next step, and a new one of its name cannot be made before: no wait but this may be long.
 */
const LOOK_SECONDS = 3_600;
/** Waits after which an execution ends: four days. At 52 events a round at the very most, that is some 5,000; the branches have the rest. */
const MOST_ROUNDS = 96;
/** First wait after a failure, seconds; it doubles with each. */
const FIRST_BACK_OFF = 60;
/** Waits longer than this are not made: nine failures in all, some nine hours. */
const MOST_BACK_OFF = 16_000;

const BEGIN = 'Begin with nothing counted';
const CONTAIN = 'Make sure that both gates are closed and the receipt is issued';
const WHICH = 'Does this report hold the gates closed?';
const TELL_CLOSED = 'Tell people that the gates are closed';
const CERTIFY = 'Certify that capture itself has stopped';
const QUIET = 'Has the last lease run out?';
const WAIT_LEASE = 'Wait until the last lease has run out';
const BRANCHES = 'Look into each branch of the investigation';
const INVESTIGATE = 'Put together what the branches found';
const PUBLISH = 'Publish the findings under lock';
const AWAIT = 'Wait for two people of different groups to decide';
const DECIDED = 'What did they decide?';
const ASK = 'Tell people that somebody has to say what it was';
const PASS_ON = 'Tell people that nobody said so in time, and who is asked now';
const AMEND = 'Publish the amended findings under lock';
const OVERDUE = 'Tell people that the gates are closed, since nobody said so in time';
const ANEW = 'Count that, and begin the way of a report that holds the gates';
const REMIND = 'Tell people that a decision is due';
const COUNT = 'Count the waits';
const ENOUGH = 'Has this execution waited often enough?';
const RENEW = 'End here, before the history is full; the schedule starts the next execution';
const RESUME = 'Check everything again, and open the gates';
const RESUMED = 'Did the gates open?';
const FORGET = 'Forget that a resume had begun';
const TERMINATE = 'End the program with the gates closed';
const TERMINATED = 'Has the program ended?';
const ERASE = 'Erase what the program has kept, and sign the proof';
const ERASED = 'Is nothing left of it?';
const TELL_ERASED = 'Tell people that all is erased, and where the proof is';
const WAIT_NEEDED = 'Wait until no other incident needs what is kept';
const COUNT_PASSES = 'Count the passes';
const ENOUGH_PASSES = 'Has this execution erased for long enough?';
const TELL = 'Tell people that a step failed and that nothing opens by it';
const KEEPS_FAILING = 'Does it keep failing?';
const PAUSE = 'Wait a while before going on';
const BACK_OFF = 'Double the wait of the next failure';
const WHERE = 'Had a resume begun?';
const GIVE_UP = 'End here, after failing for hours; the schedule starts the next execution';
const DONE = 'The incident is closed';

/** Any failure of ours or of AWS, a time-out too, is tried again: every task may be. */
const RETRY = {
  ErrorEquals: ['States.ALL'],
  IntervalSeconds: 2,
  MaxAttempts: 4,
  BackoffRate: 2,
  MaxDelaySeconds: 30,
  JitterStrategy: 'FULL',
};
/** Where what a task answered is kept, for the choice after it. */
const ANSWER = '$.answer';

const caught = (where: string): State => ({ ErrorEquals: ['States.ALL'], ResultPath: where, Next: TELL });

const task = (investigate: string, name: string, next: string, comment: string, more: State = {}): State => ({
  Comment: comment,
  Type: 'Task',
  Resource: investigate,
  Parameters: { task: name, 'incident.$': '$.incident', ...more },
  ResultPath: ANSWER,
  TimeoutSeconds: 900,
  Retry: [RETRY],
  Catch: [caught('$.failure')],
  Next: next,
});

const routes = (ways: Record<string, string>): State[] =>
  Object.entries(ways).map(([outcome, next]) => ({
    Variable: `${ANSWER}.outcome`,
    StringEquals: outcome,
    Next: next,
  }));

const choice = (comment: string, ways: Record<string, string>): State => ({
  Comment: comment,
  Type: 'Choice',
  Choices: routes(ways),
  // An answer that this page does not know is a failure, never a way on.
  Default: TELL,
});

const tell = (alerts: string, comment: string, message: string, next: string): State => ({
  Comment: comment,
  Type: 'Task',
  Resource: 'arn:aws:states:::sns:publish',
  Parameters: { TopicArn: alerts, 'Message.$': `States.Format('${message}', $.incident)` },
  ResultPath: null,
  TimeoutSeconds: 60,
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }],
  // Nobody being told must not stop anything.
  Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: next }],
  Next: next,
});

/** From a report to findings. */
const containing = ({ investigate, alerts }: WorkflowParts): Record<string, State> => ({
  [BEGIN]: {
    Comment: 'Rounds of waiting, and the wait after the first failure.',
    Type: 'Pass',
    Parameters: {
      'incident.$': '$.incident',
      rounds: { count: 0 },
      backOff: { seconds: FIRST_BACK_OFF },
      branches: BRANCH_NAMES,
    },
    Next: CONTAIN,
  },
  [CONTAIN]: task(
    investigate,
    'contain',
    WHICH,
    'The report function has done it already; this makes sure, whatever died since.',
  ),
  [WHICH]: {
    Comment: 'A report of low severity closes nothing, and is investigated all the same.',
    Type: 'Choice',
    Choices: [
      { Variable: `${ANSWER}.tell`, IsPresent: true, Next: TELL_CLOSED },
      ...routes({ contained: CERTIFY, open: BRANCHES }),
    ],
    Default: TELL,
  },
  [TELL_CLOSED]: tell(
    alerts,
    'Those who will have to decide, too; not again once it is certified.',
    'Incident {}: both gates are closed. Nothing is collected or read until two people have decided over its findings.',
    CERTIFY,
  ),
  [CERTIFY]: task(
    investigate,
    'certify',
    QUIET,
    'Issued when the longest lease has run out and no lane has moved since.',
  ),
  [QUIET]: choice(
    '`moved`: frames were admitted after the closure, or nobody can say. There is no certificate, and findings say so.',
    {
      waiting: WAIT_LEASE,
      quiet: BRANCHES,
      moved: BRANCHES,
    },
  ),
  [WAIT_LEASE]: {
    Comment: 'A lease cannot be called back, only outlived.',
    Type: 'Wait',
    SecondsPath: `${ANSWER}.waitSeconds`,
    Next: CERTIFY,
  },
  [BRANCHES]: {
    Comment: 'Side by side; one that fails keeps none of the others from its answer, and is none itself.',
    Type: 'Map',
    ItemsPath: '$.branches',
    ItemSelector: {
      'incident.$': '$.incident',
      'branch.$': '$$.Map.Item.Value',
      looks: { count: 0 },
      answer: { at: '' },
    },
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...lookingInto({ investigate, alerts }) },
    MaxConcurrency: AT_ONCE,
    ResultPath: '$.answers',
    Catch: [caught('$.failure')],
    Next: INVESTIGATE,
  },
  [INVESTIGATE]: task(
    investigate,
    'investigate',
    PUBLISH,
    'One document, in the order of the table of branches; a branch that failed is "not known" in it.',
    { 'answers.$': '$.answers' },
  ),
  [PUBLISH]: task(investigate, 'publish', AWAIT, 'From here on their hash is what approvals are about.'),
});

/** From findings to a decision, and what it does. */
const deciding = ({ investigate, termination, alerts }: WorkflowParts): Record<string, State> => ({
  [AWAIT]: {
    Comment:
      'The task keeps the token and looks whether the decision is there already; else the approve function answers when two have decided alike.',
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: {
      FunctionName: investigate,
      Payload: { task: 'awaitApprovals', 'incident.$': '$.incident', 'token.$': '$$.Task.Token' },
    },
    ResultPath: ANSWER,
    TimeoutSeconds: LOOK_SECONDS,
    // That nobody decides is no failure: it is looked anew.
    Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 0 }, RETRY],
    Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: COUNT }, caught('$.failure')],
    Next: DECIDED,
  },
  [DECIDED]: choice('Both of them the same, over the same findings; or nobody yet, and people are to be told.', {
    resume: RESUME,
    terminate: TERMINATE,
    remind: REMIND,
    triage: ASK,
    escalated: PASS_ON,
    amend: AMEND,
    contain: OVERDUE,
  }),
  [ASK]: tell(
    alerts,
    'Of a report that closes nothing: at once when its findings are published, and once a day.',
    'Incident {}: a report that closes nothing waits for somebody to say what it was.',
    COUNT,
  ),
  [PASS_ON]: tell(
    alerts,
    'A time-out of a low report closes nothing, opens nothing and ends nothing.',
    'Incident {}: nobody has said in time what it was. The next group is asked: see sluice incidents show.',
    COUNT,
  ),
  [AMEND]: task(investigate, 'publish', COUNT, 'Each version is signed; approvals of the one before count no more.'),
  [OVERDUE]: tell(
    alerts,
    'The task closed them before it answered: a report that may be more than low is never left to lie.',
    'Incident {}: nobody has said in time what it was, so that both gates are closed for it.',
    ANEW,
  ),
  [ANEW]: {
    Comment: 'An incident comes to hold the gates once.',
    Type: 'Pass',
    Parameters: { 'count.$': 'States.MathAdd($.rounds.count, 1)' },
    ResultPath: '$.rounds',
    Next: CONTAIN,
  },
  [REMIND]: tell(
    alerts,
    'At once when findings are published, and once a day. Approvals given so far stay valid.',
    'Incident {}: its findings are published, and wait for two approvals of different groups.',
    COUNT,
  ),
  [COUNT]: {
    Comment: 'Every way back to waiting leads through here.',
    Type: 'Pass',
    Parameters: { 'count.$': 'States.MathAdd($.rounds.count, 1)' },
    ResultPath: '$.rounds',
    Next: ENOUGH,
  },
  [ENOUGH]: {
    Comment: 'The next execution walks here in seconds: what was done is done once.',
    Type: 'Choice',
    Choices: [{ Variable: '$.rounds.count', NumericGreaterThan: MOST_ROUNDS, Next: RENEW }],
    Default: AWAIT,
  },
  [RENEW]: { Type: 'Succeed' },
  [RESUME]: {
    ...task(
      investigate,
      'resume',
      RESUMED,
      'Findings, conformance, approvals, epoch: all as they were approved, or refused.',
    ),
    Catch: [caught('$.resumeFailed')],
  },
  [RESUMED]: choice('`refused`: something has changed since the approvals; they are waited for again.', {
    resumed: DONE,
    concluded: DONE,
    refused: FORGET,
  }),
  [FORGET]: {
    Comment: 'One that failed before and is refused now is not gone back to: people ask again.',
    Type: 'Pass',
    Parameters: {
      'incident.$': '$.incident',
      'rounds.$': '$.rounds',
      'backOff.$': '$.backOff',
      'branches.$': '$.branches',
    },
    Next: COUNT,
  },
  [TERMINATE]: task(investigate, 'terminate', TERMINATED, 'The gates are held by this incident for good.'),
  [TERMINATED]: choice('`refused`: an approval was taken back.', { terminated: ERASE, refused: COUNT }),
  [ERASE]: task(
    termination,
    'erase',
    ERASED,
    'It checks itself that the program has ended, and on whose word. Done again, it erases what is left.',
  ),
  [ERASED]: choice(
    '`held`: another incident is being looked into, and may need it for as long as the disclosure says.',
    {
      erased: TELL_ERASED,
      more: COUNT_PASSES,
      held: WAIT_NEEDED,
    },
  ),
  [WAIT_NEEDED]: { Type: 'Wait', Seconds: LOOK_SECONDS, Next: COUNT_PASSES },
  [COUNT_PASSES]: {
    Type: 'Pass',
    Parameters: { 'count.$': 'States.MathAdd($.rounds.count, 1)' },
    ResultPath: '$.rounds',
    Next: ENOUGH_PASSES,
  },
  [ENOUGH_PASSES]: {
    Comment: 'The next execution walks here in seconds, and goes on with what is left.',
    Type: 'Choice',
    Choices: [{ Variable: '$.rounds.count', NumericGreaterThan: MOST_ROUNDS, Next: RENEW }],
    Default: ERASE,
  },
  [TELL_ERASED]: tell(
    alerts,
    'Once: the proof is signed once.',
    'Incident {}: the program has ended, and what it kept is erased. The signed proof: see sluice incidents show.',
    DONE,
  ),
  [DONE]: { Type: 'Succeed' },
});

/** What follows a failure. */
const failing = ({ alerts }: WorkflowParts): Record<string, State> => ({
  [TELL]: tell(
    alerts,
    'The message holds the id of the incident and nothing else.',
    'Incident {}: a step of the workflow failed, and is tried again. Nothing opens by a failure.',
    KEEPS_FAILING,
  ),
  [KEEPS_FAILING]: {
    Comment: 'An execution that fails ends as failed, which alarms.',
    Type: 'Choice',
    Choices: [{ Variable: '$.backOff.seconds', NumericGreaterThan: MOST_BACK_OFF, Next: GIVE_UP }],
    Default: PAUSE,
  },
  [PAUSE]: {
    Comment: 'Steps that were done are done once, so starting over only finishes what was not.',
    Type: 'Wait',
    SecondsPath: '$.backOff.seconds',
    Next: BACK_OFF,
  },
  [BACK_OFF]: {
    Type: 'Pass',
    Parameters: { 'seconds.$': 'States.MathAdd($.backOff.seconds, $.backOff.seconds)' },
    ResultPath: '$.backOff',
    Next: WHERE,
  },
  [WHERE]: {
    Comment: 'A resume that died between the gates is finished without a detour: one of them may be open.',
    Type: 'Choice',
    Choices: [{ Variable: '$.resumeFailed', IsPresent: true, Next: RESUME }],
    Default: CONTAIN,
  },
  [GIVE_UP]: {
    Type: 'Fail',
    Error: 'StepKeepsFailing',
    Cause: 'A step has failed for hours. The gates are as they were; the schedule starts the next execution.',
  },
});

export const workflowDefinition = (parts: WorkflowParts): State => ({
  Comment: 'From a report to a decision. Input: {"incident": "<id>"}.',
  StartAt: BEGIN,
  States: { ...containing(parts), ...deciding(parts), ...failing(parts) },
});
