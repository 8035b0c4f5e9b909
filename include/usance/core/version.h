#ifndef USANCE_CORE_VERSION_H_
#define USANCE_CORE_VERSION_H_

namespace usance {

inline constexpr int kVersionMajor = 0;
inline constexpr int kVersionMinor = 1;
inline constexpr int kVersionPatch = 0;
inline constexpr char kVersion[] = "0.1.0";

}  // namespace usance

#endif  // USANCE_CORE_VERSION_H_
