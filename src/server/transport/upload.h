// A file that is being brought in: it lies in a folder of its own, under the name that the sender gave
// it as far as that can name a file, and is gone when nobody holds it any more.
#ifndef ENTENTE_SERVER_TRANSPORT_UPLOAD_H_
#define ENTENTE_SERVER_TRANSPORT_UPLOAD_H_

#include <memory>
#include <string>

namespace entente::server {

class Upload {
 public:
  // Makes the folder below `uploads`; null if that fails (a full disk).
  static std::shared_ptr<Upload> Make(const std::string& uploads, const std::string& name);
  // Forgets what a killed server left.
  static void Clear(const std::string& uploads);

  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;
  const std::string& path() const { return path_; }

 private:
  Upload(std::string folder, std::string path)
      : folder_(std::move(folder)), path_(std::move(path)) {}
  const std::string folder_, path_;
};

// The last part of a name that somebody sent, with nothing but letters, digits, `.`, `-` and `_`.
std::string SafeFileName(const std::string& name);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_UPLOAD_H_
