#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
namespace {

constexpr auto I = Severity::info;
constexpr auto W = Severity::warning;
constexpr auto E = Severity::error;

constexpr Message table[] = {
    // Services
    {3000, "", I, "service", "service,name", "Service {service} was created for {name}.",
     "サービス {service}（{name}）を作成しました。"},
    {3001, "", I, "service", "service", "Service {service} was edited.",
     "サービス {service} を変更しました。"},
    {3002, "", I, "service", "service", "Service {service} was enabled.",
     "サービス {service} を有効にしました。"},
    {3003, "", I, "service", "service", "Service {service} was disabled.",
     "サービス {service} を無効にしました。"},
    {3004, "", I, "service", "service", "Service {service} was deleted.",
     "サービス {service} を削除しました。"},
    {3005, "", I, "service", "service", "Key and CSR of {service} were made.",
     "{service} の鍵と CSR を作成しました。"},
    {3006, "", I, "service", "service", "A CSR was imported for {service}.",
     "{service} の CSR を取り込みました。"},
    {3007, "", I, "service", "service,slot", "{service} uses slot {slot} from now on.",
     "{service} が使うスロットを {slot} にしました。"},
    {3007, "newest", I, "service", "service", "{service} uses the newest certificate from now on.",
     "{service} は最も新しい証明書を使います。"},
    {3008, "", I, "periodic", "service,expires", "The certificate of {service} is valid [until {expires}].",
     "{service} の証明書は有効です [期限 {expires}]。"},
    {3008, "none", I, "periodic", "service", "{service} has no certificate.",
     "{service} には証明書がありません。"},
    {3009, "", I, "periodic", "service,serial,due",
     "The renewal of {service} is planned for {due} [serial {serial}].",
     "{service} の更新を {due} に予定しました [シリアル番号 {serial}]。"},
    {3010, "", E, "periodic", "service,serial,reason", "The renewal of {service} is overdue [{reason}].",
     "{service} の更新の予定時刻を過ぎています [{reason}]。"},
    {3011, "", I, "service", "service,serial,slot,actor",
     "The private key of {service}, serial {serial}, was exported by {actor}.",
     "{service} の秘密鍵（シリアル番号 {serial}）を {actor} が書き出しました。"},
    {3012, "", W, "periodic", "service,expires",
     "Less than a third of the life of {service}'s certificate is left [{expires}].",
     "{service} の証明書の有効期間が残り三分の一を切りました [{expires}]。"},
    {3013, "", E, "periodic", "service,expires",
     "The certificate of {service} should have been renewed by now [{expires}].",
     "{service} の証明書は更新されているはずの時期を過ぎています [{expires}]。"},

    // Nodes
    {3100, "", I, "node", "service,node,site", "Node {service}:{node} was created [site {site}].",
     "ノード {service}:{node} を作成しました [拠点 {site}]。"},
    {3101, "", I, "node", "service,node", "Node {service}:{node} was edited.",
     "ノード {service}:{node} を変更しました。"},
    {3102, "", I, "node", "service,node", "Node {service}:{node} was enabled.",
     "ノード {service}:{node} を有効にしました。"},
    {3103, "", I, "node", "service,node", "Node {service}:{node} was disabled.",
     "ノード {service}:{node} を無効にしました。"},
    {3104, "", I, "node", "service,node", "Node {service}:{node} was deleted.",
     "ノード {service}:{node} を削除しました。"},
    {3105, "", I, "node", "node,serial,slot", "{node}: slot {slot}, serial {serial}, is on the host.",
     "{node}：スロット {slot}（シリアル番号 {serial}）をホストに置きました。"},
    {3106, "", W, "check", "node,address,serial",
     "{node}: {address} serves another certificate than the current one [serial {serial}].",
     "{node}：{address} は現在の証明書とは別のものを返しています [シリアル番号 {serial}]。"},

    // Accesses
    {3200, "", I, "access", "name", "Access {name} was created.", "アクセス情報 {name} を作成しました。"},
    {3201, "", I, "access", "name", "Access {name} was edited.", "アクセス情報 {name} を変更しました。"},
    {3202, "", I, "access", "name", "Access {name} was deleted.", "アクセス情報 {name} を削除しました。"},
    {3203, "", I, "access", "name,fingerprint,actor",
     "The host key of {name} was confirmed by {actor} [{fingerprint}].",
     "{name} のホスト鍵を {actor} が承認しました [{fingerprint}]。"},
    {3203, "first-use", W, "access", "name,fingerprint",
     "The host key of {name} is trusted at first contact [{fingerprint}].",
     "{name} のホスト鍵を初回の接続で信頼しました [{fingerprint}]。"},
    {3204, "", E, "access", "name,fingerprint,pinned",
     "{name} showed a host key that is not confirmed [{fingerprint}] [confirmed: {pinned}].",
     "{name} が承認されていないホスト鍵を示しました [{fingerprint}] [承認済み：{pinned}]。"},

    // CA accounts
    {3300, "", I, "ca", "name", "CA account {name} was created.", "認証局アカウント {name} を作成しました。"},
    {3301, "", I, "ca", "name", "CA account {name} was edited.", "認証局アカウント {name} を変更しました。"},
    {3302, "", I, "ca", "name", "CA account {name} was deleted.", "認証局アカウント {name} を削除しました。"},
    {3303, "", I, "ca", "name,url", "CA account {name} is registered at the CA [{url}].",
     "認証局アカウント {name} が認証局に登録されました [{url}]。"},

    // Company
    {3400, "", I, "company", "name", "The company is named {name}.", "企業名を {name} にしました。"},
    {3401, "", I, "company", "name", "Site {name} was created.", "拠点 {name} を作成しました。"},
    {3402, "", I, "company", "name", "A site is called {name} now.", "拠点の名前を {name} に変えました。"},
    {3403, "", I, "company", "name", "Site {name} was removed.", "拠点 {name} を取り除きました。"},
    {3404, "", I, "company", "", "The general settings were changed.", "一般設定を変更しました。"},

    // Users
    {3500, "", I, "user", "name,role", "User {name} was created as {role}.",
     "ユーザー {name} を {role} として作成しました。"},
    {3501, "", I, "user", "name,role", "User {name} was edited, role {role}.",
     "ユーザー {name} を変更しました（役割 {role}）。"},
    {3502, "", I, "user", "name", "User {name} was deleted.", "ユーザー {name} を削除しました。"},
    {3503, "", I, "user", "name", "The password of {name} was set.", "{name} のパスワードを設定しました。"},
    {3504, "", I, "user", "name", "{name} is to set a password at the next login.",
     "{name} は次のログインでパスワードを設定します。"},
    {3505, "", I, "user", "name,address", "{name} logged in [{address}].",
     "{name} がログインしました [{address}]。"},
    {3506, "", W, "user", "name,address,failures",
     "Logins of {name} are slowed down after {failures} failures [{address}].",
     "{failures} 回の失敗のため {name} のログインを制限します [{address}]。"},
    {3507, "", I, "user", "name,token", "API token {token} of {name} was created.",
     "{name} の API トークン {token} を作成しました。"},
    {3508, "", I, "user", "name,token", "An API token of {name} was revoked [{token}].",
     "{name} の API トークンを取り消しました [{token}]。"},
    {3520, "", W, "user", "code", "A request was denied: login, session or role [{code}].",
     "要求を拒否しました（ログイン、セッション、または役割）[{code}]。"},

    // Jobs
    {3600, "", W, "job", "job,service,attempt",
     "Job {job} goes on after an interruption, attempt {attempt} [{service}].",
     "ジョブ {job} を中断のあとから続けます（{attempt} 回目） [{service}]。"},
    {3601, "", W, "job", "job,service,attempt,due,detail",
     "Job {job}: attempt {attempt} failed, next at {due} [{service}] [{detail}].",
     "ジョブ {job}：{attempt} 回目が失敗しました。次は {due} です [{service}] [{detail}]。"},
    {3602, "", E, "job", "job,service,attempt,detail",
     "Job {job} is parked after attempt {attempt} [{service}] [{detail}].",
     "ジョブ {job} は {attempt} 回目の後、人の対応を待っています [{service}] [{detail}]。"},
    {3603, "", I, "job", "job,service,actor", "Job {job} is tried again by {actor} [{service}].",
     "ジョブ {job} を {actor} が再び実行します [{service}]。"},
    {3604, "", I, "job", "job,service,reason", "Job {job} was cancelled [{service}] [{reason}].",
     "ジョブ {job} を取り消しました [{service}] [{reason}]。"},

    // Orders and applies, beyond the classic numbers
    {3700, "", I, "order", "service", "{service}: key and CSR for the order are ready.",
     "{service}：申請のための鍵と CSR がそろいました。"},
    {3701, "", I, "order", "service,ca_order", "{service}: the CA has taken the order [{ca_order}].",
     "{service}：認証局が申請を受け付けました [{ca_order}]。"},
    {3702, "", I, "order", "service,serial", "{service}: the certificate was issued, serial {serial}.",
     "{service}：証明書が発行されました（シリアル番号 {serial}）。"},
    {3703, "", I, "order", "service,reason", "The order of {service} was cancelled [{reason}].",
     "{service} の申請を取り消しました [{reason}]。"},
    {3704, "", E, "order", "service,code,detail", "The order of {service} has failed: {code} [{detail}].",
     "{service} の申請は失敗に終わりました：{code} [{detail}]。"},
    {3710, "", I, "apply", "service,node,due", "The apply on {service}:{node} is scheduled for {due}.",
     "{service}:{node} への適用を {due} に予約しました。"},
    {3711, "", W, "apply", "service,node,attempt",
     "The apply on {service}:{node} goes on after an interruption, run {attempt}.",
     "{service}:{node} への適用を中断のあとから続けます（{attempt} 回目）。"},
    {3712, "", E, "apply", "service,node,detail,serial",
     "The apply on {service}:{node} failed and was rolled back [serves {serial}] [{detail}].",
     "{service}:{node} への適用は失敗し、元に戻しました [提供中 {serial}] [{detail}]。"},
    {3713, "", E, "apply", "service,node,detail",
     "The apply on {service}:{node} is stuck: a person must look at the node [{detail}].",
     "{service}:{node} への適用が止まりました。ノードの状態を確かめてください [{detail}]。"},
    {3714, "", I, "apply", "service,node,reason", "The apply on {service}:{node} was cancelled [{reason}].",
     "{service}:{node} への適用を取り消しました [{reason}]。"},
    {3720, "", I, "apply", "node,detail", "{node}: permissions set [{detail}].",
     "{node}：アクセス権を設定しました [{detail}]。"},
    {3721, "", I, "apply", "node,detail", "{node}: the configuration test passed [{detail}].",
     "{node}：設定ファイルの検査に合格しました [{detail}]。"},

    // The product itself
    {3800, "", W, "system", "", "The run before did not end in an orderly way; what was under way goes on.",
     "前回は正常に終了していません。途中だった処理を続けます。"},
    {3801, "", I, "system", "consequence,detail", "Nothing was left to do for {consequence} [{detail}].",
     "{consequence} について行うことはありませんでした [{detail}]。"},
    {3801, "refused", W, "system", "consequence,code,detail",
     "{consequence} was due and was declined: {code} [{detail}].",
     "{consequence} は行われませんでした：{code} [{detail}]。"},
    {3900, "", I, "system", "", "There is no log yet.", "ログはまだありません。"},
};

}  // namespace

std::span<const Message> own_messages() { return table; }

}  // namespace kigen::projections
