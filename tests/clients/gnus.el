;;; gnus.el --- Gnus looks at an invitation and answers it  -*- lexical-binding: t -*-

;; emacs --batch -l gnus.el OBJECT ADDRESS            what Gnus shows, as a Lisp list
;; emacs --batch -l gnus.el OBJECT ADDRESS STATUS     its answer, as Gnus sends it
;;
;; STATUS is accepted, tentative or declined. OBJECT is a calendar object in a
;; file. Gnus sends the answer to the Reply-To of the mail; that is not done
;; here.

(require 'gnus-icalendar)

(defun mentord-shown (event)
  "What the participant sees of EVENT, besides the buttons."
  (list (eieio-object-class-name event)
        (gnus-icalendar-event:summary event)
        (gnus-icalendar-event:location event)
        (format-time-string "%Y%m%dT%H%M%SZ" (gnus-icalendar-event:start-time event) t)
        (gnus-icalendar-event:recur event)
        (and (gnus-icalendar-event:rsvp event) t)
        (gnus-icalendar-event:participation-type event)))

(defun mentord-fold ()
  "As Gnus does before it sends."
  (goto-char (point-min))
  (while (re-search-forward "^\\(.\\{72\\}\\)\\(.+\\)$" nil t)
    (replace-match "\\1\n \\2")
    (goto-char (line-beginning-position))))

(let* ((arguments command-line-args-left)
       (object (nth 0 arguments))
       (me (list (nth 1 arguments)))
       (status (nth 2 arguments))
       (coding-system-for-read 'utf-8-dos)
       (coding-system-for-write 'utf-8-unix))
  (setq command-line-args-left nil)
  (with-temp-buffer
    (insert-file-contents object)
    (if (not status)
        (prin1 (mentord-shown (gnus-icalendar-event-from-buffer (buffer-name) me)))
      (let ((answer (gnus-icalendar-event-reply-from-buffer (buffer-name) (intern status) me)))
        (unless answer
          (kill-emacs 1))
        (erase-buffer)
        (insert answer)
        (mentord-fold)
        (princ (buffer-string))))))
