/**
 * CourseError: something the person at the terminal can mend. Thrown by every file in scripts/days; command.ts
 * prints its message as one line, without a stack trace, and ends with its exit code.
 */

export class CourseError extends Error {
  override readonly name = "CourseError";

  /** 1: a problem in the course; 2: the command was called in a wrong way. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }

  /**
   * The one line for an error that the user can mend: a CourseError, or a refusal of the file system.
   * @throws the error itself when it is neither: a bug in the tool keeps its trace.
   */
  static explain(error: unknown): string {
    if (error instanceof CourseError) return error.message;
    if (error instanceof Error && "syscall" in error) return error.message;
    throw error;
  }
}
