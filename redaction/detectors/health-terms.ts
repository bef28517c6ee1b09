import { after, before, type Detector } from '../detector.ts';

/** Conditions that are a person's wherever they stand near a word for a person or for care. */
const CONDITIONS =
  'diabetes hypertension depression anxiety asthma cancer leukemia lymphoma melanoma tumor tumour epilepsy schizophrenia bipolar ptsd adhd autism ' +
  'dementia alzheimer alzheimers parkinson parkinsons hiv aids hepatitis tuberculosis covid chlamydia gonorrhea syphilis herpes migraine arthritis fibromyalgia lupus ' +
  'crohns colitis endometriosis miscarriage abortion pregnancy pregnant ivf infertility anorexia bulimia insomnia stroke pneumonia sepsis cirrhosis ' +
  'osteoporosis psoriasis eczema anemia anaemia hypothyroidism hyperthyroidism glaucoma copd sclerosis chemotherapy dialysis mastectomy biopsy ' +
  'rehab alcoholism addiction overdose suicidal burnout concussion kidney gout angina arrhythmia thrombosis embolism menopause vasectomy hysterectomy';
/** Names of substances: nearly nothing else is called so. Generic names, WHO INN; the brands beside them are the best known. */
const DRUGS =
  'metformin insulin ozempic semaglutide atorvastatin lipitor simvastatin rosuvastatin lisinopril amlodipine losartan metoprolol propranolol warfarin apixaban eliquis ' +
  'clopidogrel sertraline zoloft fluoxetine prozac escitalopram lexapro citalopram venlafaxine duloxetine bupropion wellbutrin mirtazapine trazodone ' +
  'alprazolam xanax lorazepam diazepam valium clonazepam zolpidem ambien lithium lamotrigine quetiapine seroquel olanzapine risperidone aripiprazole ' +
  'methylphenidate ritalin adderall lisdexamfetamine vyvanse atomoxetine modafinil oxycodone oxycontin hydrocodone morphine fentanyl tramadol codeine ' +
  'methadone buprenorphine suboxone naltrexone gabapentin pregabalin lyrica topiramate valproate carbamazepine levetiracetam amoxicillin azithromycin ' +
  'doxycycline ciprofloxacin truvada biktarvy tenofovir prednisone methotrexate adalimumab humira levothyroxine omeprazole albuterol salbutamol tamoxifen ' +
  'letrozole finasteride sildenafil viagra testosterone estradiol misoprostol mifepristone ibuprofen paracetamol acetaminophen aspirin';
/** Short names of illnesses in the languages that sentences are judged in; those of the second list are short for other things as well. */
const SHORT =
  'adhd adhs tdah phda copd bpco epoc dpoc pochp hiv vih ptsd tept pspt ptss ptbs cptsd ibs pcos sopk ocd mcas cfs fibro als sla khk asd afib sle';
const SHORT_AND_MORE = 'ms sm sep rzs ced bpd tbi mici rls';
const shortAndMore = new Set(SHORT_AND_MORE.split(' '));
const short = new Set([...SHORT.split(' '), ...shortAndMore]);
/** Whose it is, or that somebody has it, right before. */
const HIS =
  /(?:^|[^\p{L}])(?:my|his|her|their|seine[rnms]?|ihre[rnms]?|meine[rnms]?|unsere[rs]?|sa|ma|su|mi|la (?:mia|sua)|il (?:mio|suo)|(?:a minha|o meu|a sua|o seu)|zijn|haar|mijn|jego|jej|moj[ae]|mój|swoj[ae])(?: (?:severe|mild|schwere[rn]?|leichte[rn]?|ernstige))? $/iu;
const HAS =
  /(?:^|[^\p{L}])(?:(?:has|have|had|with|from) (?:a |an |severe |mild )?(?:diagnosis of )?|(?:hat|habe|haben|leidet an|mit|wegen) (?:eine[rn]? )?|(?:a|ai|ont|avec|vit avec) (?:le |la |un |une )?|(?:tiene|tengo|padece|con|por) (?:el |la |un )?|(?:ha|ho|soffre di|convive con) (?:la |il |l')?|(?:tem|tenho|sofre de|com) (?:a |o )?|(?:heeft|heb|met|lijdt aan) |(?:ma|mam|choruje na|cierpi na) )$/iu;
/** What is said of a possession behind its owner. */
const OF_HIM = /^ (?:dele|dela|de (?:él|ella))(?![\p{L}])/iu;
/** Programs, and what is short for them. */
const NO_ILLNESS = /^(?: in |[ -](?:office|teams|word|excel|windows|access|project|sql|dos|edge)|\s?=|\s?\()/i;

const drugs = new Set(DRUGS.split(' '));
const CARE =
  /\b(?:my|his|her|their|i|i'm|i am|i have|he|she|has|had|have|patient|diagnos\w*|prescri\w*|taking|takes|took|treat\w*|therapy|suffer\w*|doctor|dr|clinic|hospital|surgery|symptom\w*|history of|due to|sick|leave|medication|mg|ml|dose|dosage|positive|tested|test|relapse|recover\w*|pregnan\w*|wife|husband|mother|father|son|daughter)\b/i;
const DOSE =
  /^ ?(?:\d{1,4}(?:\.\d{1,2})? ?(?:mg|mcg|µg|g|ml|iu|units?)\b(?: (?:daily|twice daily|bid|tid|qd|nightly|weekly))?)/i;

const CONDITION = new Set(CONDITIONS.split(' '));
const isUpper = (text: string, start: number, end: number): boolean => /^[A-Z/]+$/.test(text.slice(start, end));

export const healthTerms: Detector = {
  name: 'health-terms',
  types: ['MEDICAL'],
  source:
    'WHO International Nonproprietary Names; conditions of the MedlinePlus topic list (public domain), in context',
  triggers: { words: [...new Set([...CONDITIONS.split(' '), ...drugs, ...short])] },
  examine(text, start, end, emit) {
    const word = text.slice(start, end).toLowerCase();
    if (short.has(word)) {
      const said = before(text, start, 40);
      const theirs =
        HIS.test(said) ||
        OF_HIM.test(after(text, end, 12)) ||
        (HAS.test(said) && (!shortAndMore.has(word) || isUpper(text, start, end)));
      if (theirs && !NO_ILLNESS.test(after(text, end, 10))) {
        emit(start, end, 'MEDICAL');
        return;
      }
      if (!CONDITION.has(word)) return;
    }
    const line = before(text, start, 64).split('\n').at(-1)!;
    const rest = after(text, end, 48);
    const near = CARE.test(line) || CARE.test(rest.split('\n')[0]!);
    const dose = DOSE.exec(rest);
    if (dose) emit(start, end + dose[0].length, 'MEDICAL');
    else if (near) emit(start, end, 'MEDICAL');
  },
};
