import { showText } from '../figures/notebookDisplay';
import { exercises, type ExerciseAnswer, type ExerciseName } from './exercises';
import type { Exercise } from './exercises/exercise';

/** What a reader is told about an answer. */
export interface Verdict {
  readonly isRight: boolean;
  readonly sentence: string;
}

/** Tries an answer; an answer that throws is a wrong one. */
export function gradeExercise<Name extends ExerciseName>(name: Name, answer: ExerciseAnswer<Name>): Verdict {
  const exercise = exercises[name] as Exercise<ExerciseAnswer<Name>> | undefined;
  if (exercise === undefined)
    return {
      isRight: false,
      sentence: `There is no exercise ${String(name)}; choose from ${Object.keys(exercises).join(', ')}.`,
    };
  let complaint: string | undefined;
  try {
    complaint = exercise.complaint(answer);
  } catch (error) {
    complaint = `Your answer ends with an error: ${error instanceof Error ? error.message : String(error)}`;
  }
  return complaint === undefined
    ? { isRight: true, sentence: `Right: ${exercise.praise}` }
    : { isRight: false, sentence: `Not yet. ${complaint}` };
}

/** Shows whether an answer to an exercise is right; never throws. */
export function checkExercise<Name extends ExerciseName>(name: Name, answer: ExerciseAnswer<Name>): void {
  showText([gradeExercise(name, answer).sentence]);
}
