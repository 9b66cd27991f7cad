// What the PCIe back end refuses to open, and in which words; what a UIO driver allows. Runs plain and under the sanitizers.
#include <unistd.h>

#include <vector>

#include "check.hpp"
#include "soft_device.hpp"
#include "soft_host.hpp"

using namespace crossfeed::soft;

namespace {

const std::string DEVICE = std::string("pcie:") + CARD;
const std::string FOLDER = std::string("/sys/bus/pci/devices/") + CARD;

/// Whether cf_open refuses with this code and these words.
bool refuses(const Kernel &kernel, int32_t code, const std::vector<const char *> &words, uint32_t slots_log2 = 6) {
  install(kernel);
  cf_options options{};
  options.size = sizeof options;
  options.slots_log2 = slots_log2;
  const int32_t got = cf_open(DEVICE.c_str(), &options);
  if (got != code) {
    std::fprintf(stderr, "expected %d, got %d: %s\n", code, got, cf_error_text());
    return false;
  }
  for (const char *word : words) {
    if (std::strstr(cf_error_text(), word)) continue;
    std::fprintf(stderr, "no '%s' in: %s\n", word, cf_error_text());
    return false;
  }
  return true;
}

void refusals() {
  const auto with = [](Kernel kernel, const auto &change) {
    change(kernel);
    return kernel;
  };
  const Kernel good = vfio_kernel(device_name());  // of which no device answers
  CHECK(refuses(with(good, [](Kernel &k) { k.files.clear(); }), CF_E_NO_DEVICE, {"no such device", FOLDER.c_str()}));
  CHECK(refuses(with(good, [](Kernel &k) { k.links[FOLDER + "/driver"] = "nvme"; }), CF_E_BUSY, {"10ee:9038", "'nvme'", "vfio-pci"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.links.erase(FOLDER + "/driver"); }), CF_E_STATE, {"no kernel driver", "driverctl"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.links.erase(FOLDER + "/iommu_group"); }), CF_E_SYSTEM, {"IOMMU is off", "intel_iommu=on"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.refused["/dev/vfio/12"] = EACCES; }), CF_E_SYSTEM, {"no permission for /dev/vfio/12", "udev"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.refused["/dev/vfio/vfio"] = EACCES; }), CF_E_SYSTEM, {"no permission for /dev/vfio/vfio"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.refused["/dev/vfio/12"] = EBUSY; }), CF_E_BUSY, {"another process"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.files.erase("/dev/vfio/vfio"); }), CF_E_SYSTEM, {"cannot open /dev/vfio/vfio", "No such file"}));
  CHECK(refuses(with(good, [](Kernel &k) { k.files.erase("/dev/vfio/12"), k.files["/dev/vfio/noiommu-12"] = true; }), CF_E_UNSUPPORTED, {"without an IOMMU"}));
  CHECK(refuses(with(good, [](Kernel &k) {
                  k.group_viable = false;
                  k.folders["/sys/kernel/iommu_groups/12/devices"] = {CARD, "0000:03:00.1"};
                  k.links["/sys/bus/pci/devices/0000:03:00.1/driver"] = "snd_hda_intel";
                }),
                CF_E_BUSY, {"group 12", "0000:03:00.1 ('snd_hda_intel')"}));
  const Kernel files = iommufd_kernel(device_name());
  CHECK(refuses(with(files, [](Kernel &k) { k.refused["/dev/vfio/devices/vfio0"] = EBUSY; }), CF_E_BUSY, {"/dev/vfio/devices/vfio0"}));
  CHECK(refuses(with(files, [](Kernel &k) { k.refused["/dev/vfio/devices/vfio0"] = EACCES, k.files.erase("/dev/vfio/12"); }), CF_E_SYSTEM,
                {"no permission for /dev/vfio/devices/vfio0"}));
  CHECK(refuses(with(files, [](Kernel &k) { k.refused["/dev/vfio/devices/vfio0"] = k.refused["/dev/vfio/12"] = EACCES; }), CF_E_SYSTEM,
                {"no permission for /dev/vfio/12"}));
  CHECK(cf_open("pcie:0000:03:00", nullptr) == CF_E_ARGUMENT);
  CHECK(cf_open("pcie:0000:0A:00.0", nullptr) == CF_E_ARGUMENT);
}

void limits() {
  const std::string name = device_name();
  SoftDevice device(name);
  const Kernel good = vfio_kernel(name);
  Kernel tight = good;
  tight.dma_errno = ENOMEM;
  tight.memlock_bytes = 64 << 10;
  CHECK(refuses(tight, CF_E_SYSTEM, {"4100 KiB", "is 64 KiB", "ulimit -l", "LimitMEMLOCK"}, 16));
  CHECK(!device.bus_master() && !device.has_memory());
  tight.memlock_bytes = UINT64_MAX;
  CHECK(refuses(tight, CF_E_SYSTEM, {"no memory left to lock"}));
  tight.dma_errno = EINVAL;
  CHECK(refuses(tight, CF_E_SYSTEM, {"cannot map memory for DMA", "Invalid argument"}));
  Kernel small = good;
  small.bar_bytes = 1u << 16;
  CHECK(refuses(small, CF_E_UNSUPPORTED, {"BAR 0 has 65536 bytes", "take 262144"}));
  install(good);
  cf_options options{};
  options.size = sizeof options;
  options.flags = CF_OPEN_LOSSLESS;
  CHECK(cf_open(DEVICE.c_str(), &options) == CF_E_UNSUPPORTED);
}

void bitstreams() {
  const std::string name = device_name();
  SoftDevice device(name);
  Kernel kernel = vfio_kernel(name);
  kernel.has_reset = false;  // a reset would make it good again
  const auto refused_with = [&](uint32_t address, uint32_t value, int32_t code, const std::vector<const char *> &words) {
    const uint32_t before = device.register_value(address);
    device.set_register(address, value);
    device.forget_events();
    CHECK(refuses(kernel, code, words));
    // Nothing was written into a bitstream that is not known, and it has no bus.
    for (const Event &event : device.events()) CHECK(event.op != Op::written && event.op != Op::dma_map);
    CHECK(!device.bus_master());
    device.set_register(address, before);
  };
  refused_with(CF_DEVICE_BASE + CF_DEVICE_MAGIC, 0xDEADBEEF, CF_E_UNSUPPORTED, {DEVICE.c_str(), "not a Crossfeed bitstream", "0xDEADBEEF", "0x43464E31"});
  refused_with(CF_DEVICE_BASE + CF_DEVICE_MAGIC, 0xFFFFFFFF, CF_E_FAULT, {"does not answer"});
  refused_with(CF_RING_BASE, 0x77, CF_E_UNSUPPORTED, {"unknown bitstream 0x50F7DE71", "expected ring 1.x (type 0x0002) at 0x0100, found none", "type 0x0077 1.1 at 0x0100"});
  refused_with(CF_RING_BASE + 4, 0x203, CF_E_UNSUPPORTED, {"expected ring 1.x", "found ring 2.3 at 0x0100"});
  refused_with(CF_DEVICE_BASE + 8, CF_MATCH_BASE, CF_E_UNSUPPORTED, {"expected ring 1.x", "found none among device 1.1 at 0x0000, match 1.0"});
  refused_with(CF_RING_BASE + 8, CF_RING_BASE, CF_E_UNSUPPORTED, {"does not end"});
  refused_with(CF_RING_BASE + 8, 0x40001, CF_E_UNSUPPORTED, {"outside the registers"});
  device.set_register(CF_RING_BASE + 4, 0x107);  // a later minor version
  install(kernel);
  Host host;
  CHECK(host.read(CF_DEVICE_BASE + CF_DEVICE_BUILD_ID) == 0x50F7DE71);
}

void uio() {
  const std::string name = device_name();
  SoftDevice device(name);
  Kernel kernel = uio_kernel(name);
  kernel.refused[FOLDER + "/resource0"] = EACCES;
  CHECK(refuses(kernel, CF_E_SYSTEM, {"no permission", "resource0"}));
  install(uio_kernel(name));
  const int32_t handle = cf_open(DEVICE.c_str(), nullptr);
  CHECK(handle > 0);
  uint32_t value = 0;
  CHECK(cf_reg_read(handle, CF_DEVICE_BASE + CF_DEVICE_MAGIC, &value) == CF_OK && value == 0x43464E31);
  CHECK(cf_reg_write(handle, CF_DEVICE_BASE + CF_DEVICE_SCRATCH, 7) == CF_OK);
  CHECK(cf_reg_write(handle, CF_RING_BASE + CF_RING_CONTROL, 0) == CF_OK);
  cf_mapping mapping;
  CHECK(cf_map(handle, CF_REGION_RING, &mapping) == CF_E_UNSUPPORTED && std::strstr(cf_error_text(), "UIO"));
  CHECK(cf_start(handle, CF_TIME_WALL) == CF_E_UNSUPPORTED && std::strstr(cf_error_text(), "registers only"));
  CHECK(!device.bus_master() && cf_close(handle) == CF_OK);
}

/// What only a kernel with VFIO can show.
void this_kernel() {
  crossfeed::use_system(nullptr);
  if (access("/dev/vfio/vfio", F_OK) != 0) {
    std::printf("skipped: the kernel's own VFIO (there is no /dev/vfio/vfio, and no mdev or vfio-user device to open)\n");
  }
  CHECK(cf_open("pcie:ffff:ff:1f.7", nullptr) == CF_E_NO_DEVICE);
}

}  // namespace

int main() {
  refusals();
  limits();
  bitstreams();
  uio();
  this_kernel();
  std::printf("%d checks passed\n", checks);
  return 0;
}
