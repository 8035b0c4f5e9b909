// Lines of journal files. Private to codec.
#ifndef USANCE_SRC_CODEC_JOURNAL_H_
#define USANCE_SRC_CODEC_JOURNAL_H_

#include <vector>

#include "src/codec/chained.h"
#include "usance/account/event.h"
#include "usance/account/journal.h"

namespace usance::codec {

struct JournalLine {
  const Journal* journal;
  const Event* event;  // of it
};

// The journal file of these events, which come by account, currency and fold.
[[nodiscard]] ChainedWriter WriteJournalLines(std::vector<JournalLine> lines);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_JOURNAL_H_
