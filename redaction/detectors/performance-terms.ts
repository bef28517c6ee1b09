import { before, type Detector } from '../detector.ts';
import { lazily } from '../text/lazily.ts';
import { eachMatch } from '../text/matches.ts';

const TERMS = lazily(
  () =>
    /performance improvement plan|improvement plan|(?:written|verbal|final) warning|(?:below|does not meet|did not meet|not meeting|fails? to meet|far exceeds|exceeds|meets) expectations|(?:needs|requires) improvement|(?:disciplinary|corrective) (?:action|hearing|procedure|measures?)|(?:under|low[- ]|poor )perform(?:ers?|ing|ance|s|ed)?|(?:performance|annual|mid-?year) (?:rating|review|appraisal)(?: (?:score|of|is|was))?[: ]{1,2}[\w.]{1,12}(?:\/\d{1,2})?|(?:fired|let go|laid off|terminated|dismissed|demoted|suspended) (?:for|because|due)|on a pip\b|put .{1,24} on (?:a )?pip\b|misconduct|insubordinat(?:e|ion)|grievance (?:against|filed)|rated (?:\d{1,2}(?:\.\d)?(?:\/\d{1,2})?|below|poor|unsatisfactory)/giu,
);
const REACH = 48;

/** Judgements of a person's work. The words around stay, the judgement goes. */
export const performanceTerms: Detector = {
  name: 'performance-terms',
  types: ['PERFORMANCE'],
  source: 'Words of appraisal and discipline as HR handbooks use them (ACAS guide on discipline and grievances)',
  triggers: {
    words: [
      'improvement',
      'warning',
      'expectations',
      'disciplinary',
      'corrective',
      'underperform',
      'underperforming',
      'underperformer',
      'underperformers',
      'underperformed',
      'underperforms',
      'underperformance',
      'perform',
      'performer',
      'performers',
      'performing',
      'performance',
      'appraisal',
      'review',
      'rating',
      'fired',
      'laid',
      'terminated',
      'dismissed',
      'demoted',
      'suspended',
      'pip',
      'misconduct',
      'insubordinate',
      'insubordination',
      'grievance',
      'rated',
      'go',
    ],
  },
  examine(text, start, end, emit) {
    const from = start - before(text, start, REACH).length;
    const part = text.slice(from, end + REACH);
    eachMatch(TERMS(), part, (match) => {
      const at = from + match.index;
      if (at <= start && at + match[0].length >= end) emit(at, at + match[0].length, 'PERFORMANCE');
    });
  },
};
