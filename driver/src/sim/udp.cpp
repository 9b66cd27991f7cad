#include "udp.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cstring>

#include "../error.hpp"

namespace crossfeed {

namespace {

constexpr uint32_t ETHERNET = 14, IPV4 = 20, UDP = 8, HEADERS = ETHERNET + IPV4 + UDP;
constexpr uint32_t MINIMUM_FRAME = 60;  // a MAC pads what is shorter
constexpr uint32_t PAYLOAD_MAX = CF_INGRESS_MAX_FRAME - HEADERS;
constexpr int RECEIVE_BUFFER = 8 << 20;
constexpr uint8_t SOURCE_MAC[6] = {0x02, 0x43, 0x46, 0, 0, 1};  // locally administered

uint32_t parse_ip(const char *text, const char *what) {
  in_addr address;
  if (inet_pton(AF_INET, text, &address) != 1) {
    throw Error(CF_E_ARGUMENT, std::string(what) + " '" + text + "' is not an IPv4 address");
  }
  return ntohl(address.s_addr);
}

void put16(uint8_t *at, uint32_t value) {
  at[0] = static_cast<uint8_t>(value >> 8);
  at[1] = static_cast<uint8_t>(value);
}

void put32(uint8_t *at, uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xFFFF);
}

uint32_t sum16(const uint8_t *bytes, uint32_t length, uint32_t sum) {
  for (uint32_t i = 0; i + 1 < length; i += 2) sum += static_cast<uint32_t>(bytes[i]) << 8 | bytes[i + 1];
  if (length % 2 != 0) sum += static_cast<uint32_t>(bytes[length - 1]) << 8;
  return sum;
}

uint16_t fold(uint32_t sum) {
  while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}

void set_option(int fd, int level, int option, const void *value, socklen_t length, const char *what) {
  if (setsockopt(fd, level, option, value, length) != 0) throw system_error(std::string("cannot set ") + what);
}

}  // namespace

UdpLine::UdpLine(const cf_udp_line &line)
    : port_(static_cast<uint8_t>(line.port)),
      line_ip_(parse_ip(line.line_address, "line address")),
      line_udp_port_(static_cast<uint16_t>(line.line_udp_port)),
      corrupt_ppm_(line.corrupt_ppm),
      random_(line.corrupt_seed),
      buffer_(65536) {
  std::memcpy(mac_, line.line_mac, 6);
  const uint8_t none[6] = {};
  if (std::memcmp(mac_, none, 6) == 0) {
    if (line_ip_ >> 28 == 0xE) {
      const uint8_t group[6] = {0x01, 0x00, 0x5E, static_cast<uint8_t>(line_ip_ >> 16 & 0x7F), static_cast<uint8_t>(line_ip_ >> 8),
                                static_cast<uint8_t>(line_ip_)};
      std::memcpy(mac_, group, 6);
    } else {
      const uint8_t station[6] = {0x02, 0x43, 0x46, 0, 0, 0};
      std::memcpy(mac_, station, 6);
    }
  }

  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(line.udp_port));
  address.sin_addr.s_addr = htonl(parse_ip(line.bind_address, "bind address"));
  fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) throw system_error("cannot open a UDP socket");
  try {
    const int on = 1, off = 0;
    if (line.multicast_group[0] != 0) {
      set_option(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on, "SO_REUSEADDR");
      set_option(fd_, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off, "IP_MULTICAST_ALL");
    }
    // The kernel may grant less; what it then drops is counted.
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &RECEIVE_BUFFER, sizeof RECEIVE_BUFFER);
    set_option(fd_, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on, "SO_TIMESTAMPNS");
    set_option(fd_, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on, "SO_RXQ_OVFL");
    if (bind(fd_, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
      throw system_error(std::string("cannot bind UDP ") + line.bind_address + ":" + std::to_string(line.udp_port));
    }
    if (line.multicast_group[0] != 0) {
      ip_mreq request{};
      request.imr_multiaddr.s_addr = htonl(parse_ip(line.multicast_group, "multicast group"));
      if (line.interface_address[0] != 0) {
        request.imr_interface.s_addr = htonl(parse_ip(line.interface_address, "interface address"));
      }
      set_option(fd_, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request, "the multicast membership");
    }
    socklen_t length = sizeof address;
    if (getsockname(fd_, reinterpret_cast<sockaddr *>(&address), &length) != 0) throw system_error("getsockname");
    bound_port_ = ntohs(address.sin_port);
  } catch (...) {
    close(fd_);
    throw;
  }
}

UdpLine::~UdpLine() { close(fd_); }

void UdpLine::read(std::vector<Datagram> &into, uint32_t limit, int64_t to_monotonic_ns, uint64_t now_ns) {
  for (uint32_t i = 0; i < limit; i++) {
    sockaddr_in source{};
    iovec vector{buffer_.data(), buffer_.size()};
    alignas(cmsghdr) char control[128];
    msghdr message{};
    message.msg_name = &source;
    message.msg_namelen = sizeof source;
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t got = recvmsg(fd_, &message, 0);
    if (got < 0) return;  // nothing there; an ICMP error of an earlier send cannot be ours

    uint64_t received_ns = now_ns;
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
      if (header->cmsg_level != SOL_SOCKET) continue;
      if (header->cmsg_type == SCM_TIMESTAMPNS) {
        timespec stamp;
        std::memcpy(&stamp, CMSG_DATA(header), sizeof stamp);
        const int64_t at = static_cast<int64_t>(stamp.tv_sec) * 1000000000 + stamp.tv_nsec + to_monotonic_ns;
        // A stepped wall clock must not move a frame out of the window in which it can have come.
        if (at > 0 && static_cast<uint64_t>(at) < now_ns && now_ns - static_cast<uint64_t>(at) < 1000000000u) {
          received_ns = static_cast<uint64_t>(at);
        }
      } else if (header->cmsg_type == SO_RXQ_OVFL) {
        uint32_t lost;
        std::memcpy(&lost, CMSG_DATA(header), sizeof lost);
        dropped_ = lost;
      }
    }
    datagrams_++;
    if (static_cast<uint64_t>(got) > PAYLOAD_MAX) {
      dropped_++;
      continue;
    }
    Frame frame = wrap(buffer_.data(), static_cast<uint32_t>(got), ntohl(source.sin_addr.s_addr), ntohs(source.sin_port));
    if (random_.chance(corrupt_ppm_)) {
      const uint32_t flips = 1 + random_.below(3);
      for (uint32_t f = 0; f < flips; f++) {
        const uint32_t bit = random_.below(frame.length * 8);
        frame.bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
      }
      frame.bad_fcs = true;
      corrupted_++;
    }
    into.push_back(Datagram{received_ns, std::move(frame)});
  }
}

Frame UdpLine::wrap(const uint8_t *payload, uint32_t length, uint32_t source_ip, uint16_t source_port) {
  const uint32_t bytes = HEADERS + length < MINIMUM_FRAME ? MINIMUM_FRAME : HEADERS + length;
  Frame frame = Frame::make(port_, 0, bytes, false);
  uint8_t *const ethernet = frame.bytes.get();
  std::memset(ethernet, 0, bytes);
  std::memcpy(ethernet, mac_, 6);
  std::memcpy(ethernet + 6, SOURCE_MAC, 6);
  put16(ethernet + 12, 0x0800);

  uint8_t *const ip = ethernet + ETHERNET;
  ip[0] = 0x45;
  put16(ip + 2, IPV4 + UDP + length);
  put16(ip + 4, identification_++);
  ip[8] = 16;  // time to live
  ip[9] = 17;  // UDP
  put32(ip + 12, source_ip);
  put32(ip + 16, line_ip_);
  put16(ip + 10, fold(sum16(ip, IPV4, 0)));

  uint8_t *const udp = ip + IPV4;
  put16(udp, source_port);
  put16(udp + 2, line_udp_port_);
  put16(udp + 4, UDP + length);
  std::memcpy(udp + UDP, payload, length);
  const uint32_t pseudo = sum16(ip + 12, 8, 17 + UDP + length);
  const uint16_t checksum = fold(sum16(udp, UDP + length, pseudo));
  put16(udp + 6, checksum == 0 ? 0xFFFF : checksum);
  return frame;
}

}  // namespace crossfeed
