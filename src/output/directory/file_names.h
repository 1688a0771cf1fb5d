/**
 * @file file_names.h
 * Files that are read back, or written apart from all others. Those of a run,
 * all of them: output/csv/files.h.
 */
#ifndef RP_OUTPUT_DIRECTORY_FILE_NAMES_H
#define RP_OUTPUT_DIRECTORY_FILE_NAMES_H

#define RP_FILE_RUN "run.json"
#define RP_FILE_ASSIGNMENTS "assignments.csv"
#define RP_FILE_REPORT "report.html"

/** The record of a split, and its list of commands. */
#define RP_FILE_SPLIT "split.json"
#define RP_FILE_JOBS "jobs.txt"

#endif
