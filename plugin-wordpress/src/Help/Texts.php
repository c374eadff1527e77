<?php
// Owns the words of the help pages that are the same in every shop.
declare(strict_types=1);

namespace Cartsignal\Help;

final class Texts
{
    /** @return list<string> */
    public static function sending(): array
    {
        return [
            \__('A customer ticks the box beside the phone number, fills a cart and leaves. Some time later, at an hour that the law of the customer\'s country allows, one text goes out with a link that brings the cart back on any device.', 'cartsignal'),
            \__('How long later depends on how the cart was left: a failed payment 15 minutes, an order that was not paid or any other cart an hour, a checkout that was begun half an hour, a glance of a minute two hours. You can change these times under Journeys.', 'cartsignal'),
            \__('Nothing is sent to anybody who did not tick the box, who ordered, who opted out, or who had two texts in seven days or four in thirty. Nothing is sent beyond your budget. Where it is not certain whether a text went, it is not sent again.', 'cartsignal'),
            \__('In Germany and the United States always, elsewhere where the card of the country says so, the number\'s owner is first asked by a text whether the number is right. A tick alone proves nothing: anybody can type anybody\'s number.', 'cartsignal'),
            \__('Activity lists each text and each decision not to send one, with its reason clause by clause. Numbers tells what texts brought, beside customers who were held out and got none.', 'cartsignal'),
            \__('Watch mode decides and lists everything and sends nothing. Each country goes live by itself under Countries, and Pause at the top of each page stops all texts at once.', 'cartsignal'),
        ];
    }

    /** @return list<string> */
    public static function registration(): array
    {
        return [
            \__('Carriers in the United States take texts only from senders that are registered. Without that Cartsignal sends nothing there, for the carriers would stop it.', 'cartsignal'),
            \__('A toll-free number is the simplest: buy one at your provider, and fill in its verification. A local number needs a brand and a campaign (10DLC) instead. Both take some days to some weeks.', 'cartsignal'),
            \__('The forms ask how people agree, for sample texts, for the answers to STOP and HELP, and for paragraphs of your terms and your privacy policy. Under Countries > United States > Registration all of these are written out with your shop\'s name, ready to copy and paste.', 'cartsignal'),
            \__('Your checkout needs a page with terms and a privacy policy that say what the form says: reviewers open them. Put a help contact into the settings: it is told to whoever answers HELP.', 'cartsignal'),
            \__('Once the provider says that the sender is registered, press "Ask the provider whether it is registered" on that card, or confirm it there. Only then can the country go live.', 'cartsignal'),
        ];
    }

    /** @return list<string> */
    public static function cron(): array
    {
        return [
            \__('WordPress has no clock of its own: by itself it only looks what is due when somebody visits the site. In a quiet shop texts are then late, and may fall out of the hours in which they may be sent.', 'cartsignal'),
            \__('So let the server wake it each minute. One of these lines in the server\'s crontab is enough; many hosts have a form for it, called "Cron jobs", or do it when asked.', 'cartsignal'),
            \__('The top of each page says when Cartsignal last looked, and Site Health says whether it is on time. If it is more than ten minutes late, you get a mail.', 'cartsignal'),
        ];
    }
}
