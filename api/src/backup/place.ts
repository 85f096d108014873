/** Where a desk keeps what it has, and where a backup keeps its copy of it. */
export interface Place {
  /** The file of the database. */
  readonly database: string;
  /** The folder with the files of tickets. */
  readonly files: string;
}
