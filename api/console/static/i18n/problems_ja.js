// Japanese sentences for the words of the server's errors (`code` of Problem Details). English comes from the server
// itself. tests/browser/i18n.test.js compares the words with the error tables of the product.
export default {
  // requests and sessions
  no_such_path: 'このパスには何もありません', method_not_allowed: 'このパスでは使えないメソッドです', not_found: '該当するものがありません',
  body_too_large: '本文が上限（1 MiB）を超えています', body_missing: '本文が必要です', not_json: 'Content-Type は application/json にしてください',
  duplicate_field: '同じ項目が 2 回指定されています', malformed_parameter: 'パラメーターの形式が正しくありません', unknown_parameter: 'このパスにないパラメーターです',
  malformed_json: 'JSON の形式が正しくありません', missing_field: '項目が不足しています', unknown_field: '未知の項目があります', wrong_type: '項目の型か値が正しくありません',
  precondition_required: '変更の元になった ETag を If-Match で送ってください', precondition_failed: '編集中に変更されました。読み直してからやり直してください',
  version_conflict: 'ほかの人が変更しました。読み直してください', key_reused: 'この Idempotency-Key は別の要求で使われています',
  shown_once: 'この要求は処理済みです。秘密の値は一度しか表示されません', not_logged_in: 'ログインしてください', wrong_login: 'メールアドレスまたはパスワードが正しくありません',
  session_expired: 'セッションが終了しました。もう一度ログインしてください', role_too_low: 'この操作には管理者の権限が必要です', csrf: '要求元のページを確認できません。再読み込みしてください',
  throttled: 'ログインの失敗が続いたため、しばらく受け付けません', not_claimable: '最初の管理者は設定済みです。ログインしてください', wrong_bootstrap_token: '起動時に表示されたブートストラップトークンと一致しません',
  unseen_host_key: 'ホストが示した鍵ではありません。取得し直し、見比べてから確認してください', no_certificate: '証明書がありません', no_private_key: 'この証明書の秘密鍵は製品の外にあります。先にインポートしてください',
  no_csr: '次回の申請に使う CSR がありません。作成するかインポートしてください', weak_passphrase: 'PKCS#12 には 8 バイト以上のパスフレーズが必要です', no_enabled_node: '有効なノードがありません',
  replay_busy: '別の再生処理が実行中です。しばらくしてからお試しください', replay_too_long: '履歴が長いため、API では再生できません。kigen replay を使ってください', views_behind: '画面用のデータを作成しています。しばらくしてからお試しください',
  request_timed_out: '要求が時間内に届きませんでした', too_many_requests: '接続が多すぎます。しばらくしてからお試しください', sessions_damaged: 'ログイン状態を保存したファイルが壊れています。もう一度ログインしてください', internal: 'サーバー内部のエラーです。詳しくは要求 ID でサーバーのログを確認してください',
  // input
  missing: '入力してください', too_long: '長すぎます', too_short: '12 文字以上にしてください', weak_password: 'パスワードが弱すぎます。12 文字以上にしてください', not_printable: '目に見えない文字か、UTF-8 でない文字が含まれています。取り除いてください', out_of_range: '範囲外の値です',
  malformed_mail: 'name@example.com のようなメールアドレスを入力してください', malformed_host: 'IPv4 アドレス、IPv6 アドレス、またはホスト名を入力してください', malformed_fqdn: 'www.example.com のような 1 つのホストの FQDN を入力してください',
  malformed_url: 'https:// で始まる URL を入力してください', malformed_path: '空白を含まない絶対パスを入力してください', malformed_proxy: 'host:port の形で入力するか、空にしてください', malformed_id: 'ID の形式が正しくありません',
  malformed_instant: '2026-11-22T20:46:19Z のような UTC の日時で指定してください', malformed_base64: 'base64 の形式が正しくありません', malformed: '形式が正しくありません', too_large: '大きすぎます', out_of_memory: 'メモリが不足しています',
  // services and certificates
  unknown_service: 'サービスがありません', service_name_taken: '同じ名前のサービスがあります。別の名前にしてください', common_name_too_long: 'コモンネームは 64 バイト以内です。長い名前は別名に入れてください', too_many_names: '別名は 100 個までです',
  service_disabled: 'サービスが無効です。先に有効にしてください', empty_slot: 'このスロットには証明書がありません', still_needed: 'ノードが使用中か、ロールバックの戻り先になりうる証明書です。先に別の証明書を適用するか、なくなったノードを無効にしてください', not_yet_valid: 'この証明書はまだ有効になっていません',
  name_differs: 'サービスの名前と一致しません', key_differs: '登録待ちの鍵と対になっていません。この証明書の鍵を一緒にインポートしてください', no_key: '秘密鍵がありません。先にインポートしてください', chain_missing: '登録済みの証明書には中間証明書があります。一緒にインポートしてください',
  encrypted_key: '秘密鍵にパスフレーズが付いています。外してから入力してください（openssl pkey）', unsupported_algorithm: '対応している鍵は RSA 2048~4096 ビットと ECDSA P-256 / P-384 です', key_mismatch: '秘密鍵と証明書が対になっていません',
  other_algorithm: '秘密鍵のアルゴリズムまたは鍵長が設定と異なります', settings_changed: '秘密鍵と CSR の作成中に設定が変更されました',
  not_one_chain: '1 つのチェーンになっていません（重複または無関係な証明書が含まれています）', several_in_leaf_file: 'サーバー証明書だけのファイルに複数の証明書があります。中間証明書は別のファイルにしてください', bad_name: '証明書に使えない DNS 名です',
  bad_subject: 'CSR のサブジェクトに使えない値です', creation_failed: '鍵または CSR を作成できませんでした',
  // orders and CAs
  unknown_order: '申請がないか、終了しています', no_matching_service: '該当するサービスがありません', no_ca_account: '認証局申請情報が選ばれていません。申請の設定で選択してください', order_open: '申請が予定されているか進行中です。終わるのを待つか、取り消してください',
  no_free_slot: '保持できる番号がすべて使われています。最新の証明書をノードに適用するか、なくなったノードを無効にしてください', wildcard_over_http: 'http-01 ではワイルドカードを証明できません。dns-01 の認証局申請情報を使ってください', too_late: 'すでに認証局へ送られたため、取り消せません',
  wrong_order_stage: '申請の段階に合わない報告です', not_an_order_report: '報告できない種類のイベントです', issued_for_other_key: 'CSR とは別の鍵に対する証明書が発行されました', issued_for_other_names: '申請とは別の名前の証明書が発行されました',
  unknown_ca_account: '認証局申請情報がありません。一覧から選択してください', ca_account_name_taken: '同じ名称の認証局申請情報があります', ca_account_used: 'サービスまたは終わっていない申請が使用中です', no_dns_hook: 'dns-01 にはレコードを設定するプログラムの絶対パスが必要です',
  incomplete_external_account: '外部アカウントには鍵 ID と鍵の両方が必要です', no_account_url: '認証局がアカウントの URL を返しませんでした', unavailable: '認証局は今、応答できません', challenge_pending: '認証局はまだ確認できていません。もう一度確認を求めます', rate_limited: '認証局から待機を求められています', refused: '拒否されました', order_invalid: '認証局が申請を無効と判断しました',
  unexpected_answer: '認証局の応答を解釈できません', account_unusable: '認証局のアカウントを使えません', order_not_found: '認証局に該当する申請がありません', outcome_unknown: '認証局が受け付けたかどうか確認できていません', challenge_failed: '認証局の確認に応答する準備ができませんでした',
  scheduled_in_past: '過去の日時です。これからの日時を指定するか、日時を指定せずに実行してください', command_id_reused: 'このコマンド ID は別の操作で使われています',
  decision_failed: '判断の途中で想定外のエラーが起きました。詳しくはサーバーのログを確認してください',
  unknown_step: '別のバージョンの Kigen が始めた手順が、このバージョンにはありません', steps_changed: '別のバージョンの Kigen が始めた適用で、このバージョンなら先に行う手順が行われていません',
  no_undo: '別のバージョンの Kigen が始めた手順を、このバージョンでは元に戻せません。ホストを確認してから、適用を取り消してください', doubled_step: 'この種類のノードの手順に同じ名前のものが 2 つあります',
  // nodes, accesses, applies
  unknown_node: 'ノードがありません', node_name_taken: 'このサービスに同じ名前のノードがあります', node_disabled: 'ノードが無効です。先に有効にしてください', node_leftovers: '適用がホストに残したものを先に削除します。ジョブ node.clean_up の終了を待つか、自分でホストを片付ける場合はそのジョブを取り消してください', no_check_settings: '確認しない設定です。確認方法を選択してください', check_port: '名前による確認は 443 番ポートだけです。別のポートはアドレスで確認してください',
  wildcard_check: 'ワイルドカードではなく、1 つのホストの FQDN を入力してください', apply_open: '適用が予定・進行中か、要確認の状態です。終わるのを待つか、取り消してください', unknown_apply: '適用がないか、終了しています', no_matching_node: '該当するノードがありません', no_generation: '適用する証明書がありません。申請するかインポートしてください',
  apply_runs: '適用は実行中です。終了するか、自動で元に戻ります', apply_not_stuck: 'もう一度元に戻せるのは、ロールバックを終えられなかった適用だけです', wrong_apply_stage: '適用の段階に合わない報告です', not_an_apply_report: '報告できない種類のイベントです', plan_gone: '適用の要求後に、ノード・アクセス情報・世代のいずれかが削除されました', not_served: '導入した証明書がノードから提供されていません',
  unknown_access: 'アクセス情報がありません。一覧から選択してください', access_name_taken: '同じ名称のアクセス情報があります', access_used: 'ノードが使用中です。先に別のアクセス情報へ変更してください', no_login: 'ログインパスワードか SSH 秘密鍵を入力してください',
  no_execution_login: 'su には実行 ID とパスワード、sudo には実行 ID が必要です', malformed_login: 'ログイン ID に使える文字は英数字と . _ - @ $ + \\ です（64 文字以内、先頭の - は不可）', no_identity: 'ホスト鍵の種類と指紋が必要です', identity_changed: '別のホスト鍵を信頼しています。新しい鍵は管理者の確認が必要です',
  key_missing: '証明書と一緒に導入する秘密鍵がありません', folder_failed: '作業フォルダーを作成できませんでした', file_transfer_failed: 'ファイルを送れませんでした', target_refused: 'ノードの設定にあるファイルは置き換えられません', backup_failed: '使用中のファイルを退避できませんでした', replace_failed: 'ファイルを置き換えられませんでした', permission_failed: '所有者またはアクセス権を設定できませんでした',
  configuration_refused: '設定ファイルの検査に失敗しました', restart_failed: '再起動後にサーバーが動作していません', restore_failed: '退避したファイルを元に戻せませんでした', removal_failed: '古いファイルを削除できませんでした',
  unusable_login_key: 'この秘密鍵ではログインできません', wrong_passphrase: 'パスフレーズで PKCS#12 ファイルを開けません', ssh_connect_failed: 'SSH で接続できません', ssh_timed_out: 'ホストが時間内に応答しませんでした', ssh_host_key_changed: '信頼している鍵とは別のホスト鍵が示されました', ssh_host_key_unknown: 'ホスト鍵がまだ確認されていません', ssh_login_failed: 'ログインを拒否されました', ssh_session_refused: 'ログインはできましたが、ホストがコマンドを実行しませんでした', ssh_unsupported_key: '対応していない種類の鍵です',
  ssh_command_failed: 'コマンドが失敗しました', ssh_execution_id_failed: '実行 ID への切り替えを拒否されました', ssh_transfer_failed: 'ファイルを送受信できませんでした', ssh_connection_lost: 'SSH の接続が切れました', ssh_output_too_large: 'コマンドの出力またはファイルが大きすぎます', ssh_not_found: 'ホストに該当するファイルがありません',
  // networks
  name_not_found: '名前を解決できません', unreachable: '接続できません', timed_out: '時間内に応答がありません', connection_lost: '接続が切れました', tls_failed: '信頼できる TLS 接続になりません', malformed_answer: '応答が HTTP として正しくないか、上限を超えています', redirect_refused: '応答が別のホストを指しています', malformed_request: 'HTTP として送れない要求です',
  listen_failed: 'アドレスで待ち受けできません', tls_handshake_failed: 'TLS のハンドシェイクに失敗しました', tls_unreachable: '確認先に接続できません', tls_timed_out: '確認先が時間内に応答しませんでした', header_too_large: 'HTTP ヘッダーが大きすぎます', truncated: '通信が途中で切れました', unsafe_header: '送信できない HTTP ヘッダーです',
  // users, sites, jobs
  unknown_user: 'ユーザーがありません', mail_taken: '同じメールアドレスのユーザーがあります', last_admin: '最後の管理者です。先に別のユーザーを管理者にしてください', oneself: '自分自身は削除できません。ほかの管理者に依頼してください', unknown_token: 'トークンがないか、失効しています', role_exceeded: 'ユーザー自身より強い権限は与えられません', malformed_token: 'トークンの SHA-256 を 64 桁の 16 進数で指定してください',
  unknown_site: '拠点がありません。一覧から選択してください', site_name_taken: '同じ名前の拠点があります', site_used: 'この拠点にノードがあります。先に移すか削除してください', unknown_job: 'ジョブがないか、終了しています', not_waiting: 'ジョブは開始待ちではありません', job_running: 'ジョブは実行中です。試行が終わるまでお待ちください', stale_lease: '別の試行がこのジョブを実行しています',
  malformed_job: 'ジョブの情報が不足しています', not_an_outcome: '試行の結果にならないイベントです', no_handler: 'この種類のジョブを実行できる部品がありません', interrupted: '実行中に製品が終了しました。先に何が起きたかを確認します', lease_expired: '試行に時間がかかりすぎたため、中止しました',
  // log, views, vault
  storage_full: 'イベントログのディスクに空きがありません。空きができるまで操作を受け付けません', storage_failed: 'イベントログに書き込めません。書き込めるようになるまで操作を受け付けません', overloaded: '書き込み待ちが多すぎます。しばらくしてからお試しください', closed: '製品を終了しています', corrupt: 'イベントログが壊れています。kigen verify を実行してください',
  invalid_append: 'この形のイベントは保存できません', beyond_end: 'ログにその位置はまだありません', no_such_tile: 'ログにそのタイルはまだありません', bad_signature: 'このログの鍵による署名ではありません', bad_key_file: 'ログの署名鍵を使えません', no_log: 'イベントログがありません', in_use: '別の kigen がこのデータディレクトリを使用中です',
  newer_schema: '新しい版の製品が書いたデータです。更新すると読めます', unknown_event: '未知の種類のイベントです', bad_cursor: 'ページの位置が無効です。最初から表示してください', corrupt_row: '画面用のデータが壊れています。停止して views/ を削除し、起動し直すと作り直されます', out_of_order: 'イベントの順序が正しくありません', store_failed: '画面用のデータを読み書きできません', being_made: '画面用のデータをイベントログから作り直しています。しばらくしてからお試しください',
  undecodable: 'この版では読めないイベントがログにあります', undecodable_record: '保存された記録を解釈できません', unknown_aggregate: 'この版が知らない種類の記録です', sealed: 'マスター鍵で保管庫を開けません', no_vault: 'イベントログの記録はありますが、保管庫がありません', damaged: '保管庫のファイルが壊れているか、この製品のものではありません', write_failed: '保管庫に書き込めません', read_failed: '保管庫を読めません',
};
