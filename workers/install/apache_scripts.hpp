#pragma once

#include <string>

// What runs on an Apache host: POSIX shell with GNU or busybox tools. Each is safe to repeat. "PAIRS" stands
// for the files: a name in the work folder and the path that Apache reads, for each. A target that is a
// symbolic link is followed, so that the link stays. None opens a path that anybody but root and the
// execution id may change (way_script.hpp): it is refused, by name.
namespace kigen::workers::install::script {

/// APPLY. As the login user: removes the folders by which its files came in versions before this one.
extern const std::string remove_staging;
/// WORK BASE GENERATION. Base and generation folder are ours alone, the work folder may have been there.
extern const std::string make_folders;
/// GENERATION. Removes the generation folder.
extern const std::string remove_generation;
/// FOLDER…. Removes those that are empty, in this order.
extern const std::string remove_empty;
/// WORK PAIRS. Changes nothing. Refuses, with path and reason, what cannot be replaced or would be lost: a
/// folder that is not there or not ours to write to, two names of one file, a file that is none, has other
/// names, is mounted or protected. Prints what each path is.
extern const std::string inspect;
/// BACKUP PAIRS. Copies with owner, mode and attributes, once: what is backed up is never overwritten.
extern const std::string back_up;
/// BACKUP. Removes it, unless what it holds is not yet put back.
extern const std::string remove_backup;
/// BACKUP. Removes it, whatever it holds.
extern const std::string drop_backup;
/// PAIRS. Removes the new files that a replacing prepared and did not put in place.
extern const std::string remove_new;
/// GENERATION BACKUP PAIRS. Each target is replaced in one step, with owner, group, mode, ACL and attributes
/// of the file that was there (where cp is not GNU's: owner, group and mode). A file that was not there is
/// the execution id's, a key 0600 and others 0644. Nobody can read a key meanwhile who could not before.
/// Refuses once a restore of BACKUP has begun: what was given up may still run, or run late.
extern const std::string replace;
/// BACKUP PAIRS. Changes nothing: fails unless whose the files are and who may read them is as it was; prints
/// it.
extern const std::string check_permissions;
/// BACKUP PAIRS. Puts back exactly what was backed up and replaced since; what was not there is removed.
extern const std::string restore;
/// BASE KEEP…. Removes all generation and backup folders but the newest two of each and those to keep.
extern const std::string remove_old;

/// PROGRAM CONFIG. Apache's own test.
extern const std::string test_configuration;
/// PROGRAM CONFIG BACKUP. Graceful, or a start when it does not run; ends well only if Apache lives
/// afterwards: a graceful restart itself reports success for an Apache that it ended. Refuses as replace
/// does.
extern const std::string restart;
/// PROGRAM CONFIG BACKUP. After a restore: if a restart was begun with the new files, makes Apache run with
/// the old ones, starting it as often as needed. Fails if a replacing that was given up went on after the
/// restore: then that is to be done again.
extern const std::string revive;

}  // namespace kigen::workers::install::script
