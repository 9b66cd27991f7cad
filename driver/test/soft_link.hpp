// How a host process reaches a software device: one message at a time over a Unix socket, with memory and eventfds along.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace crossfeed {
namespace soft {

enum class Op : uint32_t { hello, written, reset, config_read, config_write, dma_map, dma_unmap, irq };

struct Message {
  Op op;
  uint32_t status;  // of an answer: an errno
  uint64_t a, b, c;
};

constexpr uint64_t BAR_BYTES = 1u << 18;
constexpr uint32_t NO_VALUE = 0xFFFFFFFFu;

inline sockaddr_un address_of(const std::string &name, socklen_t &length) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), name.size());  // abstract: leaves nothing behind
  length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  return address;
}

/// False: the other side is gone.
inline bool send_message(int socket, const Message &message, int fd = -1) {
  iovec part{const_cast<Message *>(&message), sizeof message};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (fd >= 0) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr *const rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof fd);
    std::memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  }
  return sendmsg(socket, &header, MSG_NOSIGNAL) == sizeof message;
}

/// `fd` is what came along, or -1.
inline bool receive_message(int socket, Message &message, int &fd) {
  iovec part{&message, sizeof message};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  fd = -1;
  if (recvmsg(socket, &header, MSG_CMSG_CLOEXEC) != sizeof message) return false;
  const cmsghdr *const rights = CMSG_FIRSTHDR(&header);
  if (rights && rights->cmsg_type == SCM_RIGHTS) std::memcpy(&fd, CMSG_DATA(rights), sizeof fd);
  return true;
}

}  // namespace soft
}  // namespace crossfeed
